package smtp

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"net/textproto"
	"strings"
)

// talk is one connection's conversation.
type talk struct {
	server *Server
	conn   net.Conn
	text   *textproto.Conn
	secure bool
	// signedIn tells that the client gave the password.
	signedIn bool
	from     string
	to       []string
}

func newTalk(server *Server, conn net.Conn) *talk {
	t := &talk{server: server, conn: conn, secure: server.settings.InsideTLS}
	if t.secure {
		t.conn = tls.Server(conn, server.keys)
	}
	t.text = textproto.NewConn(t.conn)
	return t
}

// run speaks until the client leaves or is dropped.
func (t *talk) run() {
	if !t.say(Greeting, "220 loopback ESMTP") {
		return
	}
	for {
		line, err := t.text.ReadLine()
		if err != nil {
			return
		}
		command, rest, _ := strings.Cut(line, " ")
		if !t.obey(strings.ToUpper(command), rest) {
			return
		}
	}
}

// obey does what one line asks for and reports whether the talk goes on.
func (t *talk) obey(command, rest string) bool {
	switch command {
	case "EHLO", "HELO":
		return t.say(command, t.offers()...)
	case "STARTTLS":
		return t.startTLS()
	case "AUTH":
		return t.auth(rest)
	case "MAIL":
		if t.server.settings.User != "" && !t.signedIn {
			return t.say(command, "530 5.7.0 sign in first")
		}
		t.from, t.to = path(rest), nil
		return t.say(command, "250 2.1.0 ok")
	case "RCPT":
		return t.recipient(path(rest))
	case "DATA":
		return t.data()
	case "RSET":
		t.from, t.to = "", nil
		return t.say(command, "250 2.0.0 ok")
	case "NOOP":
		return t.say(command, "250 2.0.0 ok")
	case "QUIT":
		t.say(command, "221 2.0.0 bye")
		return false
	default:
		return t.say(command, "502 5.5.2 unknown command")
	}
}

func (t *talk) offers() []string {
	lines := []string{"250-loopback", "250-8BITMIME", "250-SMTPUTF8"}
	if t.server.settings.StartTLS && !t.secure {
		lines = append(lines, "250-STARTTLS")
	}
	if t.server.settings.User != "" {
		lines = append(lines, "250-AUTH PLAIN")
	}
	return append(lines, "250 ENHANCEDSTATUSCODES")
}

func (t *talk) startTLS() bool {
	if !t.server.settings.StartTLS || t.secure {
		return t.say("STARTTLS", "502 5.5.1 not here")
	}
	if !t.say("STARTTLS", "220 2.0.0 go ahead") {
		return false
	}
	t.conn, t.secure = tls.Server(t.conn, t.server.keys), true
	t.text = textproto.NewConn(t.conn)
	return true
}

// auth knows PLAIN with the password in the same line.
func (t *talk) auth(rest string) bool {
	settings := t.server.settings
	given, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
	if err != nil || string(given) != "\x00"+settings.User+"\x00"+settings.Password {
		return t.say("AUTH", "535 5.7.8 wrong password for "+settings.User)
	}
	t.signedIn = true
	return t.say("AUTH", "235 2.7.0 welcome")
}

func (t *talk) recipient(address string) bool {
	if t.from == "" {
		return t.say("RCPT", "503 5.5.1 MAIL first")
	}
	t.server.mu.Lock()
	refusal := t.server.refused[address]
	t.server.mu.Unlock()
	if refusal != "" {
		return t.say("RCPT", refusal)
	}
	t.to = append(t.to, address)
	return t.say("RCPT", "250 2.1.5 ok")
}

func (t *talk) data() bool {
	if len(t.to) == 0 {
		return t.say("DATA", "503 5.5.1 RCPT first")
	}
	reply, ok := t.reply("DATA", "354 go ahead")
	if !ok || !strings.HasPrefix(reply, "354") {
		return ok
	}
	raw, err := io.ReadAll(t.text.DotReader())
	if err != nil {
		return false
	}
	// The letter is taken with the answer: a client that never hears it, does
	// not know.
	if reply, ok = t.replyAfter(End, "250 2.0.0 taken", func(reply string) {
		if strings.HasPrefix(reply, "250") {
			t.server.keep(newMessage(t.from, t.to, raw))
		}
	}); !ok {
		return false
	}
	t.from, t.to = "", nil
	return reply != ""
}

// say answers a command, with what the test told or else these lines.
func (t *talk) say(command string, lines ...string) bool {
	_, ok := t.reply(command, lines...)
	return ok
}

func (t *talk) reply(command string, lines ...string) (reply string, goesOn bool) {
	return t.replyAfter(command, strings.Join(lines, "\r\n"), func(string) {})
}

// replyAfter calls first with the answer before the client can read it.
func (t *talk) replyAfter(command, usual string, first func(reply string)) (reply string, goesOn bool) {
	reply = t.server.told(command)
	switch reply {
	case "":
		reply = usual
	case Drop:
		return "", false
	case Hang:
		t.hang()
		return "", false
	}
	first(reply)
	return reply, t.text.PrintfLine("%s", reply) == nil
}

// hang waits until the client has left or the server closes, which closes the
// connection too.
func (t *talk) hang() {
	_, _ = io.Copy(io.Discard, t.conn) // either way the talk is over
}

// told is the next reply that the test gave for the command, or nothing.
func (s *Server) told(command string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	replies := s.replies[command]
	if len(replies) == 0 {
		return ""
	}
	s.replies[command] = replies[1:]
	return replies[0]
}

// path is the address in "FROM:<ada@zuka.example> BODY=8BITMIME".
func path(argument string) string {
	_, after, _ := strings.Cut(argument, "<")
	address, _, _ := strings.Cut(after, ">")
	return address
}
