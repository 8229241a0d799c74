using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

public class PresenceProofTests
{
    private readonly Dictionary<(string Expression, SchemaNode Node), PresenceProof?> _proofs = [];
    private readonly Dictionary<string, FhirPathExpression> _expressions = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("a.empty() or b.exists()", "", true)]
    [InlineData("a.empty() or b.exists()", "a", false)]
    [InlineData("a.empty() or b.exists()", "a b", true)]
    [InlineData("a.exists() != b.exists()", "a", true)]
    [InlineData("a.exists() != b.exists()", "a b", false)]
    [InlineData("a.exists() xor b.exists()", "b", true)]
    [InlineData("a.exists() implies b = 'x'", "", true)]
    [InlineData("a.exists() implies b = 'x'", "a b", false)]
    [InlineData("a.b.c.empty()", "", true)]
    [InlineData("a.b.c.empty()", "a", false)]
    [InlineData("a.where(b = 'c').empty()", "", true)]
    [InlineData("a.all(b.exists())", "", true)]
    [InlineData("a.exists()", "a", true)]
    [InlineData("a", "a", false)]
    [InlineData("a.exists(b)", "a", false)]
    [InlineData("a.hasValue().not() or b.hasValue().not() or (a <= b)", "a", true)]
    [InlineData("a.hasValue().not() or b.hasValue().not() or (a <= b)", "a b", false)]
    [InlineData("a > 1 or b.empty()", "a", false)] // The left may fail, and then the whole does.
    [InlineData("b.empty() or a > 1", "a", true)]
    [InlineData("Focus.a.exists()", "a", true)]
    [InlineData("$this.a.exists()", "a", true)]
    [InlineData("%resource.a.exists()", "a", false)]
    [InlineData("(a | b).exists()", "b", true)]
    [InlineData("(a | b).empty()", "", true)]
    public void Presence_proves_what_must_be_true_and_nothing_else(string expression, string present, bool holds)
    {
        string[] children = ["b", "a"];
        var proof = FhirPathExpression.Compile(expression).Value!.Prove(static name => name == "Focus", children);
        Assert.Equal(holds, proof?.Holds(Mask(children, present.Split(' '))) == true);
    }

    [Fact]
    public void What_presence_proves_is_true_when_it_is_evaluated_in_every_official_example()
    {
        var proven = 0;
        foreach (var (_, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            if (FhirDocument.Parse(json, Schema.R4).Value is not { } document || json.Length > 200_000) continue;
            using (document) proven += Visit(document.Root, new() { Resource = document.Root, RootResource = document.Root });
        }

        Assert.InRange(proven, 4_000, int.MaxValue);
    }

    private int Visit(Element element, FhirPathContext context)
    {
        var proven = 0;
        if (element.Node is { } node && element.Container >= 0)
        {
            string[] children = [.. node.Children.Select(child => child.Definition.Name).Distinct(StringComparer.Ordinal)];
            var mask = Mask(children, [.. element.Children().ToArray().Select(child => child.Name)]);
            foreach (var constraint in node.Definition.Constraints.Concat(node.Type?.Root.Constraints ?? []))
            {
                // ele-1 is asked of everything and proves nothing.
                if (constraint is not { Expression: { } text, Key: not "ele-1" } || Proof(text, node, children)?.Holds(mask) != true) continue;
                Assert.True(_expressions[text].Test(element, context, out _), $"{constraint.Key} at {element.Path}");
                proven++;
            }
        }

        foreach (var child in element.Children()) proven += Visit(child, context);
        return proven;
    }

    private PresenceProof? Proof(string text, SchemaNode node, string[] children)
    {
        if (_proofs.TryGetValue((text, node), out var known)) return known;
        if (!_expressions.TryGetValue(text, out var expression)) _expressions.Add(text, expression = FhirPathExpression.Compile(text).Value!);
        return _proofs[(text, node)] = expression.Prove(name => node.Type?.IsA(name) == true, children);
    }

    private static ulong Mask(string[] children, string[] present) =>
        children.Select((child, index) => present.Contains(child) ? 1UL << index : 0).Aggregate(0UL, (mask, bit) => mask | bit);
}
