package artwork

import (
	"strconv"
	"strings"
)

// axis is the x of the mirror line of a symmetrical outline.
const axis = 400.0

// segment is one absolute path command with its points.
type segment struct {
	verb   byte
	points []float64
}

// outline expands the shorthand of the outline files into SVG path data:
//
//	"|…"  the right half of a symmetrical line, from the axis outwards; the left half is added, and the path is
//	      closed when it ends on the axis
//	"=…"  a shape and its mirror image
//	"o…"  circles, as triples of centre and radius
//	else  path data as it stands
func outline(s string) string {
	if s == "" {
		return s
	}
	switch rest := s[1:]; s[0] {
	case '|':
		return joinHalves(parse(rest))
	case '=':
		return rest + " " + write(mirrored(parse(rest)))
	case 'o':
		return circles(rest)
	default:
		return s
	}
}

// parse reads path data made of absolute M, L, Q, C and Z. The outlines are constants of this package, so data it
// cannot read is a mistake of the programmer and stops the program at start.
func parse(s string) []segment {
	var out []segment
	s = strings.NewReplacer("M", " M ", "L", " L ", "Q", " Q ", "C", " C ", "Z", " Z ").Replace(s)
	for _, f := range strings.Fields(s) {
		if strings.Contains("MLQCZ", f) {
			out = append(out, segment{verb: f[0]})
			continue
		}
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || len(out) == 0 {
			panic("artwork: unreadable outline " + s)
		}
		last := &out[len(out)-1]
		last.points = append(last.points, v)
	}
	return out
}

// mirrored reflects every point in the axis.
func mirrored(in []segment) []segment {
	out := make([]segment, len(in))
	for i, seg := range in {
		points := make([]float64, len(seg.points))
		for j, v := range seg.points {
			if j%2 == 0 {
				v = 2*axis - v
			}
			points[j] = v
		}
		out[i] = segment{verb: seg.verb, points: points}
	}
	return out
}

// joinHalves writes the mirror image of half from its far end to the axis, then half itself.
func joinHalves(half []segment) string {
	left := mirrored(half)
	var full []segment
	last := left[len(left)-1].points
	full = append(full, segment{verb: 'M', points: last[len(last)-2:]})
	for i := len(left) - 1; i > 0; i-- {
		before := left[i-1].points
		target := before[len(before)-2:]
		back := segment{verb: left[i].verb}
		// The control points are walked in the opposite order, and the segment ends where the one before it ended.
		for j := len(left[i].points) - 4; j >= 0; j -= 2 {
			back.points = append(back.points, left[i].points[j], left[i].points[j+1])
		}
		back.points = append(back.points, target...)
		full = append(full, back)
	}
	full = append(full, half[1:]...)
	if end := half[len(half)-1].points; end[len(end)-2] == axis {
		full = append(full, segment{verb: 'Z'})
	}
	return write(full)
}

// write is the inverse of parse.
func write(segments []segment) string {
	var b strings.Builder
	for _, seg := range segments {
		b.WriteByte(seg.verb)
		for i, v := range seg.points {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(number(v))
		}
	}
	return b.String()
}

// circles turns "cx cy r cx cy r …" into closed arcs.
func circles(s string) string {
	f := strings.Fields(s)
	var b strings.Builder
	for i := 0; i+2 < len(f); i += 3 {
		x, errX := strconv.ParseFloat(f[i], 64)
		r, errR := strconv.ParseFloat(f[i+2], 64)
		if errX != nil || errR != nil {
			panic("artwork: unreadable circles " + s)
		}
		b.WriteString("M" + number(x-r) + " " + f[i+1] + "a" + f[i+2] + " " + f[i+2] + " 0 1 0 " + number(2*r) + " 0a" +
			f[i+2] + " " + f[i+2] + " 0 1 0 " + number(-2*r) + " 0Z")
	}
	return b.String()
}
