import { at } from '../casting.ts'

const northwind = at('Northwind Grocers', 'northwind.example')

/** The customer of three calls: discovery, demo, negotiation. */
export const dana = northwind('Dana Whitfield', 'dana.whitfield', 'VP Operations')
export const samir = northwind('Samir Haddad', 'samir.haddad', 'Head of Transport')
export const lucy = northwind('Lucy Tran', 'lucy.tran', 'IT Architect')
export const grace = northwind('Grace Okafor', 'grace.okafor', 'Procurement Manager')
