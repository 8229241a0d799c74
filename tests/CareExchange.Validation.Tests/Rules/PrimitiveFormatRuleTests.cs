using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class PrimitiveFormatRuleTests
{
    [Theory]
    [InlineData("\"birthDate\":\"1948-02-30\"", "birthDate")]
    [InlineData("\"birthDate\":\"1948-3-2\"", "birthDate")]
    [InlineData("\"birthDate\":\"19480302\"", "birthDate")]
    [InlineData("\"birthDate\":\"\"", "birthDate")]
    [InlineData("\"deceasedDateTime\":\"2026-11-21T10:00\"", "deceased")]
    [InlineData("\"deceasedDateTime\":\"2026-11-21T10:00:00\"", "deceased")]
    [InlineData("\"deceasedDateTime\":\"2026-11-21T25:00:00+09:00\"", "deceased")]
    [InlineData("\"multipleBirthInteger\":2147483648", "multipleBirth")]
    [InlineData("\"multipleBirthInteger\":1.0", "multipleBirth")]
    [InlineData("\"id\":\"한글\"", "id")]
    [InlineData("\"id\":\"a_b\"", "id")]
    [InlineData("\"implicitRules\":\"http://a b\"", "implicitRules")]
    [InlineData("\"language\":\" ko\"", "language")]
    public void A_value_that_is_not_in_the_format_of_its_type_is_refused(string property, string element) =>
        Assert.Contains($"primitive-format at Patient.{element}", Judge.Patient(property));

    [Fact]
    public void The_issue_says_where_what_is_expected_and_what_was_found()
    {
        var issue = Assert.Single(Judge.Issues("{\n  \"resourceType\": \"Patient\",\n  \"birthDate\": \"1948-02-30\"\n}"), issue => issue.IsError);

        Assert.Equal(("invalid", "Patient.birthDate", 3, 16), (issue.Code, issue.Expression, issue.Line, issue.Column));
        Assert.Equal(("YYYY, YYYY-MM or YYYY-MM-DD", "1948-02-30"), (issue.Expected, issue.Found));
    }

    [Fact]
    public void Escapes_are_read_before_the_format_is_judged()
    {
        Assert.Empty(Judge.Patient("\"birthDate\":\"1948\\u002d03\\u002d02\""));
        Assert.Equal(["primitive-format at Patient.name[0].text"], Judge.Patient("\"name\":[{\"text\":\"a\\u0000b\"}]"));
    }

    // Where the scanner knows more than the expression (days of a month, 32 bits, padding, lengths), the example is left to the tests above.
    [Theory]
    [InlineData("date", "0123456789-T", "1948", "1948-03", "1948-03-02", "0000", "1948-13", "1948-03-32", "1948-03-")]
    [InlineData("dateTime", "0123456789-T:.Z+", "1948-03-02T10:00:00Z", "1948-03-02T10:00:00.123+09:00", "1948-03-02T10:00Z", "1948-03-02T24:00:00Z", "1948-03-02T10:00:60+14:00", "1948-03-02T10:00:00+14:01", "1948-03T10:00:00Z")]
    [InlineData("instant", "0123456789-T:.Z+", "1948-03-02T10:00:00Z", "1948-03-02", "1948-03-02T10:00:00.Z")]
    [InlineData("time", "0123456789:.", "10:00:00", "10:00:00.5", "24:00:00", "10:00", "10:00:61")]
    [InlineData("code", "ab \t", "a", "a b", "a  b", " a", "a ", "")]
    [InlineData("id", "aB1-._ ", "a-1.B", "", "a_b")]
    [InlineData("oid", "urn:oid:0123.", "urn:oid:1.2.410", "urn:oid:1", "urn:oid:3.1", "urn:oid:1.02", "urn:oid:1.0.", "urn:oid:")]
    [InlineData("uuid", "urn:uuid:0af-", "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-ec9a-4326-a141-556f43239520", "urn:uuid:c757873d")]
    [InlineData("unsignedInt", "0123-", "0", "1", "01", "-1", "")]
    [InlineData("positiveInt", "0123-", "0", "1", "01", "-1")]
    [InlineData("integer", "0123-", "0", "-0", "-1", "01", "--1", "-")]
    public void The_scanners_agree_with_the_expressions_of_the_specification(string type, string alphabet, params string[] texts)
    {
        var format = PrimitiveFormat.Find(type)!;
        var expression = new Regex($"^(?:{Schema.R4.FindType(type)!.Regex})\\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript);
        var random = new Random(20261121);
        var mutated = texts.SelectMany(text => Enumerable.Range(0, 300).Select(_ => Mutate(text, alphabet, random)));

        foreach (var text in texts.Concat(mutated).Where(text => !IsBeyondTheExpression(type, text)))
            Assert.True(expression.IsMatch(text) == format.Matches(Encoding.UTF8.GetBytes(text)), $"{type}: '{text}'");
    }

    [Theory]
    [InlineData("AAAA", true)]
    [InlineData("AAA=", true)]
    [InlineData("AA==", true)]
    [InlineData("AAAA\nAA ==", true)]
    [InlineData("A===", false)]
    [InlineData("AAA", false)]
    [InlineData("AA=A", false)]
    [InlineData("AA-_", false)]
    [InlineData("", false)]
    public void Base64_is_whole_groups_with_padding_at_the_end(string text, bool isRight) =>
        Assert.Equal(isRight, PrimitiveFormat.Find("base64Binary")!.Matches(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("http://example.org/a", true)]
    [InlineData("urn:oid:1.2.410.100110.10", true)]
    [InlineData("urn:oid:9.1", false)]
    [InlineData("urn:uuid:c757873d-ec9a-4326-a141-556f43239520asdf", false)]
    [InlineData("", false)]
    public void A_URI_that_claims_to_be_an_OID_or_a_UUID_is_one(string text, bool isRight) =>
        Assert.Equal(isRight, PrimitiveFormat.Find("uri")!.Matches(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_primitive_type_of_R4_has_a_format() => Assert.Empty(
        Schema.R4.Types.Where(type => type.Kind == TypeKind.Primitive && PrimitiveFormat.Find(type.TypeName) is null).Select(type => type.Name));

    [Fact]
    public void Booleans_are_literals()
    {
        var format = PrimitiveFormat.Find("boolean")!;

        Assert.True(format.IsWrittenAs(JsonKind.True) && format.IsWrittenAs(JsonKind.False) && !format.IsWrittenAs(JsonKind.String));
    }

    private static string Mutate(string text, string alphabet, Random random)
    {
        var at = random.Next(text.Length + 1);
        var letter = alphabet[random.Next(alphabet.Length)];
        return random.Next(3) switch
        {
            0 => text.Insert(at, letter.ToString()),
            1 when at < text.Length => text.Remove(at, 1),
            _ when at < text.Length => text.Remove(at, 1).Insert(at, letter.ToString()),
            _ => text,
        };
    }

    private static bool IsBeyondTheExpression(string type, string text) => type switch
    {
        "date" or "dateTime" or "instant" => text.Length >= 10 && int.TryParse(text.AsSpan(8, 2), out var day) && day > 28,
        "integer" or "unsignedInt" or "positiveInt" => text.Length > 9,
        _ => false,
    };
}
