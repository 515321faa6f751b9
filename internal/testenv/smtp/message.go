package smtp

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// Message is a letter as the server took it.
type Message struct {
	// From and To are the addresses on the envelope.
	From string
	To   []string
	// Header, Subject, Text and HTML are read from Raw; the last two are
	// decoded, with plain line ends.
	Header              mail.Header
	Subject, Text, HTML string
	// Fault is why Raw cannot be read.
	Fault error
	Raw   []byte
}

func newMessage(from string, to []string, raw []byte) Message {
	m := Message{From: from, To: slices.Clone(to), Raw: raw}
	m.Fault = m.parse()
	return m
}

func (m *Message) parse() error {
	letter, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return fmt.Errorf("smtp: the header: %w", err)
	}
	m.Header = letter.Header
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject")); err != nil {
		return fmt.Errorf("smtp: the subject: %w", err)
	}
	return m.part(textproto.MIMEHeader(letter.Header), letter.Body)
}

// part reads a text, or each part of what has several.
func (m *Message) part(header textproto.MIMEHeader, body io.Reader) error {
	kind, options, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("smtp: the content type: %w", err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return m.parts(multipart.NewReader(body, options["boundary"]))
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("smtp: the text: %w", err)
	}
	plain := strings.ReplaceAll(string(text), "\r\n", "\n")
	switch kind {
	case "text/plain":
		m.Text = plain
	case "text/html":
		m.HTML = plain
	}
	return nil
}

func (m *Message) parts(reader *multipart.Reader) error {
	for {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("smtp: the parts: %w", err)
		}
		if err := m.part(part.Header, part); err != nil {
			return err
		}
	}
}
