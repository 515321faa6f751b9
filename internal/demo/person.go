package demo

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// person is somebody who plays.
type person struct {
	number      int
	name, email string
}

// peoples are first and last names that go together.
var peoples = [...]struct{ first, last []string }{
	{
		words("Adaeze Chinedu Ngozi Emeka Ifeoma Obinna Chiamaka Kenechukwu Nneka Uchenna Amarachi"),
		words("Okafor Eze Nwosu Okonkwo Obi Onyekachi Nnamdi Ibekwe Anyanwu Okeke Umeh Madu Igwe"),
	},
	{
		words("Temitope Babajide Folake Olumide Yetunde Adewale Bukola Segun Ronke Kayode Simisola"),
		words("Adeyemi Balogun Ogunleye Akinola Fashola Oyelaran Adebayo Ajayi Olatunji Bankole Sowande Alabi Coker"),
	},
	{
		words("Amina Ibrahim Zainab Sani Hauwa Musa Halima Aliyu Maryam Nasiru Rukayya"),
		words("Bello Danjuma Abubakar Yusuf Garba Lawal Shehu Tanko Usman Idris Bature Gambo Kabir"),
	},
	{
		words("Osaze Ekaete Tamuno Efe Idara Preye Osagie Ebiere Nsikan Oghenero Itohan"),
		words("Osagiede Bassey Briggs Okoro Etim Dokubo Igbinedion Ekanem Omoregie Udoh Oboro Aigbe Akpan"),
	},
}

func words(text string) []string { return strings.Fields(text) }

// personOf is the person of a number, 0 for the first. The same number is the
// same person in each run. Names come twice only after 572 people.
func personOf(number int) person {
	among := peoples[number%len(peoples)]
	place := number / len(peoples)
	// The lengths of the two lists have no common divisor.
	name := among.first[place%len(among.first)] + " " + among.last[place%len(among.last)]
	// Google speaks for addresses at gmail.com, so the account gets this one.
	return person{number: number, name: name, email: fmt.Sprintf("zuka.demo.%d@gmail.com", number+1)}
}

// headers are what an app sends; access is empty before the sign-in.
func (p person) headers(access string) headers {
	by := headers{
		"X-Client-Platform": "android", "X-Client-Version": "demo",
		"X-Device-Id": fmt.Sprintf("zuka-demo-%d", p.number+1), "X-Device-Name": "The demo's phone",
	}
	if access != "" {
		by["Authorization"] = "Bearer " + access
	}
	return by
}

// signedIn is a person with the token of a session.
type signedIn struct {
	person
	access  string
	expires time.Time
	// called is the name that the account has.
	called string
}

// The operations of the sign-in.
const (
	askNonce = `mutation DemoNonce { result: loginNonceCreate {
  nonce { id value }
  userErrors { code message ... on RetryLaterError { retryAfter } }
} }`
	askSignIn = `mutation DemoSignIn($idToken: String!, $nonceId: ID!) { result: loginWithGoogle(input: { idToken: $idToken, nonceId: $nonceId }) {
  user { name }
  tokens { accessToken accessExpiresAt }
  userErrors { code message ... on RetryLaterError { retryAfter } }
} }`
	askName = `mutation DemoName($name: String!) { result: profileUpdate(input: { name: $name }) {
  userErrors { code message ... on RetryLaterError { retryAfter } }
} }`
)

// nonce is what a sign-in begins with.
type nonce struct{ ID, Value string }

func (c *client) nonce(ctx context.Context, p person) (nonce, error) {
	var got struct {
		Nonce nonce
		outcome
	}
	err := c.mutate(ctx, p.headers(""), askNonce, nil, &got)
	return got.Nonce, err
}

// enter signs a person in by Google, as the development identity page plays it.
// A nonce is good for one time.
func (c *client) enter(ctx context.Context, p person, n nonce) (*signedIn, error) {
	token, err := c.identity(ctx, p, n)
	if err != nil {
		return nil, err
	}
	var got struct {
		User   struct{ Name string }
		Tokens struct {
			AccessToken     string
			AccessExpiresAt time.Time
		}
		outcome
	}
	if err := c.mutate(ctx, p.headers(""), askSignIn, map[string]any{"idToken": token, "nonceId": n.ID}, &got); err != nil {
		return nil, err
	}
	return &signedIn{person: p, access: got.Tokens.AccessToken, expires: got.Tokens.AccessExpiresAt, called: got.User.Name}, nil
}

// rename gives somebody the name that they are to have.
func (c *client) rename(ctx context.Context, who *signedIn) error {
	var got struct{ outcome }
	return c.mutate(ctx, who.headers(who.access), askName, map[string]any{"name": who.name}, &got)
}
