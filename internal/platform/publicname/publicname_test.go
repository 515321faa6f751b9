package publicname_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/publicname"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Adaeze Okafor": "Adaeze O.", "Adaeze": "Adaeze", "": "A shopper", "  ": "A shopper",
		"Tunde Bello Ọlá": "Tunde Ọ.", "Ngozi  adichie": "Ngozi A.",
	} {
		require.Equal(t, want, publicname.Of(name), name)
	}
}
