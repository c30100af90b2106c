//go:build !race

package cli

const atOnceBest = 16 // of the tests of the real program, which wait more than they work
