using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

/// <summary>Partner messages are trees without definitions: maps walk them by their own names.</summary>
public class UntypedTreeTests
{
    private const string Message = """
        {
          "접수번호": "A-17",
          "Person": { "name": "김가온(가명)", "birth": "1948-03-02", "aliases": ["온", "가온"] },
          "rows": [{ "code": "K01", "score": 12, "weight": 51.50, "ok": true }, { "code": "K02", "score": 7, "ok": false }],
          "contains": { "is": "x" }
        }
        """;

    private readonly Element _message = FhirDocument.Parse(Encoding.UTF8.GetBytes(Message), Schema.R4, "partner-message").Value!.Root;

    [Theory]
    [InlineData("접수번호", "A-17")]
    [InlineData("Person.name.replace('(가명)', '')", "김가온")]
    [InlineData("Person.birth.toDate() < @1950", "true")]
    [InlineData("Person.birth.toDate().is(Date)", "true")]
    [InlineData("Person.aliases[1]", "가온")]
    [InlineData("rows.where(ok).code", "K01")]
    [InlineData("rows.where(ok = false).code", "K02")]
    [InlineData("rows.where(score > 10).weight", "51.50")]
    [InlineData("rows.score.aggregate($this + $total, 0)", "19")]
    [InlineData("rows.score.sum()", "19")]
    [InlineData("rows.select(code & '-' & score.toString())", "K01-12|K02-7")]
    [InlineData("rows.first().weight * 2", "103.00")]
    [InlineData("rows.weight is decimal", "true")]
    [InlineData("contains.is", "x")]
    [InlineData("rows.missing.exists()", "false")]
    [InlineData("descendants().where($this = 'K02').count()", "1")]
    [InlineData("iif(rows.exists(code in ('K02' | 'K03')), 'found', 'none')", "found")]
    [InlineData("rows.code.join(';').split(';').count()", "2")]
    public void A_map_expression_finds(string expression, string expected)
    {
        var outcome = FhirPathExpression.Compile(expression).Value!.TryEvaluate(new PathItem(_message));

        Assert.Empty(outcome.Issues);
        Assert.Equal(expected, string.Join('|', outcome.Value!.Select(item => item.Text)));
    }
}
