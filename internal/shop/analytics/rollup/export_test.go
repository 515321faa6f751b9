package rollup

// SetPerTurn bounds the events of a turn.
func (s *Service) SetPerTurn(n int) { s.perTurn = n }
