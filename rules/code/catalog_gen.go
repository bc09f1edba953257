package code

var catalog = []Rule{}
