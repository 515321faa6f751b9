// Package letter is how the shop writes to people about their account: each
// mail as plain text and as a simple page, each SMS short enough to be one.
package letter

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"

	"zuka/internal/platform/mail"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// Writer writes letters of a shop.
type Writer struct {
	// Shop is the shop's name.
	Shop string
	// Storefront is where people's links lead, without a slash at the end:
	// https://zuka.ng. The pages /account/verify and /account/reset read a
	// token from there.
	Storefront string
}

// content is what a letter says.
type content struct {
	Shop, Greeting string
	Lines          []string
	// Action and Link are a button; Code is a code to type. Either can be empty.
	Action, Link, Code string
	Closing            []string
}

// Welcome asks the owner of an address to confirm a new account.
func (w Writer) Welcome(to, name, token string, life time.Duration) (mail.Message, error) {
	return w.write(to, "Confirm your e-mail address", content{
		Greeting: hello(name), Lines: []string{"Welcome to " + w.Shop + ". Open this link to confirm your address and finish your account."},
		Action: "Confirm my address", Link: w.link("/account/verify", token),
		Closing: []string{"The link works once, for " + span(life) + ".", "If you did not ask for an account, ignore this mail: nothing was made."},
	})
}

// Known tells the owner of an account that somebody asked for a second one.
func (w Writer) Known(to, name string) (mail.Message, error) {
	return w.write(to, "You already have an account", content{
		Greeting: hello(name), Lines: []string{"Somebody, perhaps you, asked for an account with this address. You have one already: sign in with it."},
		Action: "I forgot my password", Link: w.Storefront + "/account/reset",
		Closing: []string{"If it was not you, ignore this mail: nothing was changed."},
	})
}

// Reset lets the owner of an account set a new password.
func (w Writer) Reset(to, name, token string, life time.Duration) (mail.Message, error) {
	return w.write(to, "Set a new password", content{
		Greeting: hello(name), Lines: []string{"Open this link to set a new password. All your devices are signed out when you do."},
		Action: "Set a new password", Link: w.link("/account/reset", token),
		Closing: []string{"The link works once, for " + span(life) + ".", "If you did not ask for it, ignore this mail: your password stays."},
	})
}

// Address asks whether an address is the person's.
func (w Writer) Address(to, code string, life time.Duration) (mail.Message, error) {
	return w.write(to, "Confirm your new e-mail address", content{
		Greeting: "Hello,", Lines: []string{"Type this code where you changed your e-mail address:"}, Code: code,
		Closing: []string{"It works once, for " + span(life) + ".", "If you did not ask for it, ignore this mail. Give the code to nobody."},
	})
}

// Farewell asks whether an account is really to be deleted.
func (w Writer) Farewell(to, code string, life time.Duration) (mail.Message, error) {
	return w.write(to, "Delete your account", content{
		Greeting: "Hello,", Lines: []string{"Type this code to delete your account and everything in it:"}, Code: code,
		Closing: []string{"It works once, for " + span(life) + ".", "If you did not ask for it, ignore this mail and change your password. Give the code to nobody."},
	})
}

// CodeText is the SMS with a code: the code early, plain signs only, so that it
// is one SMS and can be read in the notification.
func (w Writer) CodeText(code string, life time.Duration) string {
	return fmt.Sprintf("Your %s code is %s. It expires in %s. Never share it.", w.Shop, code, span(life))
}

func (w Writer) link(path, token string) string {
	return w.Storefront + path + "?token=" + url.QueryEscape(token)
}

func (w Writer) write(to, subject string, c content) (mail.Message, error) {
	c.Shop = w.Shop
	var html bytes.Buffer
	if err := page.Execute(&html, c); err != nil {
		return mail.Message{}, fmt.Errorf("writing a letter: %w", err)
	}
	return mail.Message{To: to, Subject: subject, Text: c.text(), HTML: html.String()}, nil
}

func (c content) text() string {
	paragraphs := append([]string{c.Greeting}, c.Lines...)
	for _, point := range []string{c.Code, c.Link} {
		if point != "" {
			paragraphs = append(paragraphs, point)
		}
	}
	paragraphs = append(paragraphs, c.Closing...)
	return strings.Join(append(paragraphs, c.Shop), "\n\n") + "\n"
}

// hello greets by the first name. Whoever asks for an account chooses the name
// that its address is greeted by, so that one which is more than a name, such as
// a link, is left out.
func hello(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 || strings.ContainsFunc(words[0], unlikeName) {
		return "Hello,"
	}
	return "Hello " + words[0] + ","
}

func unlikeName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’ʼ", r)
}

// span is a time as people say it.
func span(life time.Duration) string {
	switch {
	case life >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(life/time.Hour))
	case life == time.Hour:
		return "one hour"
	}
	return fmt.Sprintf("%d minutes", int(life/time.Minute))
}
