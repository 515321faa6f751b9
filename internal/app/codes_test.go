package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	graphql "github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/app"
	"zuka/internal/platform/globalid"
)

func enum(schema *graphql.Schema, name string) []string {
	var values []string
	for _, value := range schema.Types[name].EnumValues {
		values = append(values, value.Name)
	}
	slices.Sort(values)
	return values
}

func TestCodesEveryPayloadHasUserErrors(t *testing.T) {
	t.Parallel()
	schema := contract()
	for _, field := range schema.Mutation.Fields {
		payload := schema.Types[field.Type.Name()]
		require.True(t, field.Type.NonNull, field.Name)
		require.Equal(t, graphql.Object, payload.Kind, field.Name)
		require.True(t, strings.HasSuffix(payload.Name, "Payload"), field.Name)
		errs := payload.Fields.ForName("userErrors")
		require.NotNil(t, errs, payload.Name)
		require.Equal(t, "[UserError!]!", errs.Type.String(), payload.Name)
		warnings := payload.Fields.ForName("warnings")
		told := slices.Contains([]string{"CartPayload", "CheckoutPayload", "SignInPayload", "PetActionPayload"}, payload.Name)
		require.Equal(t, told, warnings != nil, "%s: what changes a cart tells what else it changed", payload.Name)
		if told {
			require.Equal(t, "[Warning!]!", warnings.Type.String(), payload.Name)
		}
		for _, other := range payload.Fields {
			// A thing that is not null could not be left out when there are errors; a
			// list is empty then.
			if kind := schema.Types[other.Type.Name()].Kind; kind == graphql.Object && other.Type.Elem == nil {
				require.False(t, other.Type.NonNull, payload.Name+"."+other.Name)
			}
		}
	}
	for _, one := range schema.GetPossibleTypes(schema.Types["UserError"]) {
		for field, of := range map[string]string{"code": "UserErrorCode!", "message": "String!", "field": "[String!]"} {
			require.Equal(t, of, one.Fields.ForName(field).Type.String(), one.Name)
		}
	}
}

// rightPaths looks that every failure names a field that the mutation has, by
// its path from the arguments down.
func rightPaths(t *testing.T, mutation string, payload map[string]any) {
	t.Helper()
	for _, one := range payload["userErrors"].([]any) {
		path, named := one.(map[string]any)["field"].([]any)
		if !named {
			continue
		}
		require.NotEmpty(t, path, "%s: no field is null", mutation)
		argument := contract().Mutation.Fields.ForName(mutation).Arguments.ForName(path[0].(string))
		require.NotNil(t, argument, "%s has no argument %v", mutation, path)
		at := argument.Type
		for _, step := range path[1:] {
			step := step.(string)
			if _, err := strconv.Atoi(step); err == nil && at.Elem != nil {
				at = at.Elem
				continue
			}
			field := contract().Types[at.Name()].Fields.ForName(step)
			require.True(t, field != nil && at.Elem == nil, "%s has no field %v", mutation, path)
			at = field.Type
		}
	}
}

// A reason that the schema lacks would be an answer that clients cannot read.
func TestCodesAreTheReasonsOfTheProgram(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../platform/fault/*.go")
	require.NoError(t, err)
	var reasons []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			value, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if of, ok := value.Type.(*ast.Ident); ok && of.Name == "Reason" {
				text, err := strconv.Unquote(value.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				reasons = append(reasons, text)
			}
			return true
		})
	}
	slices.Sort(reasons)
	require.Equal(t, enum(contract(), "UserErrorCode"), reasons)
}

// trouble is a shop in which everything that can go wrong does.
type trouble struct {
	t      *testing.T
	shop   *app.App
	config app.Config
	// ada has an account by mail, chidi one by Google and nothing else.
	ada, chidi *visitor
	staff      *visitor
}

func newTrouble(t *testing.T) *trouble {
	t.Helper()
	config := sample(t, false)
	shop := open(t, config)
	c := &trouble{t: t, shop: shop, config: config, ada: registered(t, shop, config, "ada@gmail.com"), chidi: browser(t, shop)}
	// Google cannot speak for this address, so the account has none of its own.
	_, codes := c.google(c.chidi, "loginWithGoogle", "chidi@example.ng")
	require.Empty(t, codes)
	c.staff = registered(t, shop, config, "staff@example.ng")
	role(t, shop, "staff@example.ng", "staff")
	c.staff.login("staff@example.ng")
	stocked(t, shop)
	return c
}

func (c *trouble) google(v *visitor, field, email string) (map[string]any, []string) {
	id, value := v.nonce()
	return v.with(field, idToken(c.t, c.shop, "google", email, value), id)
}

func (c *trouble) someone() *visitor { return browser(c.t, c.shop) }

func TestCodesAreEachProduced(t *testing.T) {
	t.Parallel()
	c := newTrouble(t)
	table := map[string]func() []string{
		"INVALID": func() []string {
			return just(c.someone().do("passwordResetRequest", "email: $it", "done", map[string]any{"it": "nonsense"}))
		},
		"RETRY_LATER": func() []string {
			require.Empty(t, just(c.someone().do("otpRequest", "phone: $it", challengeFields, map[string]any{"it": "08031234567"})))
			return just(c.someone().do("otpRequest", "phone: $it", challengeFields, map[string]any{"it": "08031234567"}))
		},
		"CREDENTIALS_INVALID": func() []string {
			return just(c.someone().do("login", `input: {identifier: "ada@gmail.com", password: $it}`, signInFields, map[string]any{"it": "a wrong one"}))
		},
		"CODE_INVALID": func() []string {
			return just(c.someone().do("otpVerify", `input: {challengeId: $it, code: "123456"}`, signInFields,
				map[string]any{"it": typed{"ID!", globalid.New("AccountChallenge", uuid.New()).String()}}))
		},
		"TOKEN_INVALID": func() []string {
			return just(c.someone().do("emailVerify", "token: $it", signInFields, map[string]any{"it": "nonsense"}))
		},
		"ID_TOKEN_INVALID": func() []string {
			v := c.someone()
			id, _ := v.nonce()
			return just(v.with("loginWithGoogle", "nonsense", id))
		},
		"ACCOUNT_EXISTS": func() []string { return just(c.google(c.someone(), "loginWithGoogle", "ada@gmail.com")) },
		"ALREADY_TAKEN":  func() []string { return just(c.google(c.ada, "identityLinkGoogle", "chidi@example.ng")) },
		"LAST_SIGN_IN":   c.lastSignIn, "SIGN_IN_AGAIN": c.signInAgain, "LIMIT_REACHED": c.limitReached,
		"NOT_FOUND": func() []string {
			return just(c.ada.do("addressDelete", "id: $it", "done", map[string]any{"it": typed{"ID!", globalid.New("UserAddress", 1<<30).String()}}))
		},
		"NOT_OFFERED": func() []string { return just(c.chidi.do("accountDelete", "", challengeFields, nil)) },
	}
	maps.Copy(table, c.buying())
	maps.Copy(table, c.playing())
	require.Equal(t, enum(contract(), "UserErrorCode"), slices.Sorted(maps.Keys(table)), "when is this code told?")
	for code, produce := range table {
		require.Equal(t, []string{code}, produce())
	}
}

// just are the codes alone.
func just(_ map[string]any, codes []string) []string { return codes }

func (c *trouble) lastSignIn() []string {
	identities := c.chidi.ask(`{ me { identities { id } } }`, nil)["me"].(map[string]any)["identities"].([]any)
	return just(c.chidi.do("identityUnlink", "id: $it", "done", map[string]any{"it": typed{"ID!", identities[0].(map[string]any)["id"]}}))
}

// signInAgain lets eleven minutes pass since somebody signed in.
func (c *trouble) signInAgain() []string {
	v := registered(c.t, c.shop, c.config, "bola@example.ng")
	var session uuid.UUID
	require.NoError(c.t, c.shop.Pool.Pgx().QueryRow(c.t.Context(), `UPDATE user_sessions AS s SET signed_in_at = now() - interval '11 minutes'
		FROM users AS u WHERE u.id = s.user_id AND u.email = 'bola@example.ng' RETURNING s.id`).Scan(&session))
	require.NoError(c.t, c.shop.Sessions.Over(c.t.Context(), session)) // The copy in Redis goes.
	require.Equal(c.t, "Ada Obi", v.name(), "for everything else the person is signed in")
	return just(v.do("emailChangeRequest", "email: $it", challengeFields, map[string]any{"it": "new@example.ng"}))
}

func (c *trouble) limitReached() []string {
	for range 20 {
		_, codes := addAddress(c.ada, "Lagos", "08031234567")
		require.Empty(c.t, codes)
	}
	return just(addAddress(c.ada, "Lagos", "08031234567"))
}
