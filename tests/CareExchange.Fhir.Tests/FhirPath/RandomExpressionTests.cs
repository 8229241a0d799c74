using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.FhirPath.Functions;
using FsCheck;
using FsCheck.Fluent;

namespace CareExchange.Fhir.Tests.FhirPath;

/// <summary>Whatever text comes, the answer is a value or an issue.</summary>
public class RandomExpressionTests
{
    private static readonly string[] s_pieces =
    [
        .. FunctionTable.Names.SelectMany(name => new[] { $".{name}()", $".{name}($this)", $".{name}('a', 1)" }),
        "name", "given", "birthDate", "Patient", "active", ".", "(", ")", "[", "]", "{}", "$this", "$index", "$total", "%resource", "%context", "%`vs-x`", "%x",
        " and ", " or ", " xor ", " implies ", " = ", " ~ ", " != ", " !~ ", " < ", " >= ", " | ", " in ", " contains ", " is ", " as ", " + ", " - ", " * ", " / ",
        " div ", " mod ", " & ", "1", "0", "2147483647", "-2147483648", "79228162514264337593543950335", "0.0000000000000000000000000001", "'text'", "'\\u0041'",
        "true", "@2026-03-27", "@9999-12-31T23:59:59.9999999Z", "@0001-01-01", "@T12:00", "4 days", "9999999999 years", "1 'mg'", "79228162514264337593543950335 'pm9'", "0.0000000000000000000000000001 'Gmol9'", "3 'mmol/L'", "5 '/pg3'", "2 '/[x'", "1 'm-9'", "ofType(string)", "is(Date)", ",", "'", "`", "//", "/*",
    ];

    private readonly PathItem _patient = new(FhirDocument.Parse(
        Encoding.UTF8.GetBytes("""{"resourceType":"Patient","active":true,"birthDate":"1948-03-02","_birthDate":{"extension":[{"url":"u"}]},"name":[{"given":["a",null,"b"],"_given":[null,{"id":"x"}]},{"family":"c"}]}"""),
        Schema.R4).Value!.Root);

    [Fact]
    public void Any_string_gives_a_value_or_an_issue() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Answers(text ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Any_heap_of_tokens_gives_a_value_or_an_issue() =>
        Prop.ForAll(Gen.Elements(s_pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), Answers)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(12));

    [Fact]
    public void Any_chain_of_functions_and_operators_gives_a_value_or_an_issue() =>
        Prop.ForAll(Chains().ToArbitrary(), Answers).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(8));

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("-", 100_000)]
    [InlineData("1+", 40_000)]
    [InlineData("a.", 40_000)]
    [InlineData("a.where(", 10_000)]
    [InlineData("1 | ", 20_000)]
    [InlineData("x", 200_000)]
    public void Endless_text_is_an_issue(string piece, int times)
    {
        var outcome = FhirPathExpression.Compile(string.Concat(Enumerable.Repeat(piece, times)) + "1");

        Assert.False(outcome.Succeeded);
    }

    [Fact]
    public void A_regular_expression_cannot_hold_the_gateway_up()
    {
        var expression = FhirPathExpression.Compile("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(?=a)(a+)+$')").Value!;

        Assert.Equal("fhirpath-limit", Assert.Single(expression.TryEvaluate(default).Issues).Rule);
    }

    // Terms joined by operators, with functions behind them: nearly all of these compile, so evaluation is what is tried.
    private static Gen<string> Chains()
    {
        var terms = s_pieces.Where(piece => FhirPathExpression.Compile(piece).Succeeded).ToArray();
        var functions = s_pieces.Where(piece => piece.StartsWith('.') && piece.Length > 1).ToArray();
        var operators = s_pieces.Where(piece => piece.StartsWith(' ')).ToArray();
        var link =
            from term in Gen.Elements(terms)
            from first in Gen.Elements(functions)
            from second in Gen.Elements(functions)
            from operation in Gen.Elements(operators)
            select $"({term}{first}{second}){operation}";
        return link.ListOf().Select(links => string.Concat(links) + "name");
    }

    private bool Answers(string text)
    {
        var compiled = FhirPathExpression.Compile(text);
        if (compiled.Value is not { } expression) return compiled.Issues is [{ Line: > 0, Column: > 0 }];
        expression.Check(Schema.R4, "Patient");
        var outcome = expression.TryEvaluate(_patient);
        return outcome.Value is not null ? outcome.Value.All(item => item.Exists && item.Text is not null && item.TypeName.Length > 0) : outcome.Issues.Count == 1;
    }
}
