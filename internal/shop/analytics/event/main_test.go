package event

import (
	"testing"

	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }
