//go:build race

package cli

const atOnceBest = 4 // with the race detector the programs work more than they wait
