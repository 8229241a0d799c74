using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>dom-3: a contained resource is referred to from the resource around it, or refers to that one (R4 references.html#contained).</summary>
/// <remarks>As FHIRPath the constraint walks the whole resource once for each contained one; here every reference is read once.</remarks>
internal sealed class ContainedRule : Rule
{
    private static readonly FhirPathExpression? Nothing = FhirPathExpression.Compile("contained.empty()").Value;

    internal override PresenceProof? Prove(Func<string, bool> isType, IReadOnlyList<string> children) => Nothing?.Prove(isType, children);

    internal override void Check(Element element, ValidationRun run)
    {
        if (!run.Options.ChecksContained || !element["contained"].Exists || ContainedUse.AreAllReferredTo(element)) return;
        var contained = element.Children("contained").ToArray();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var refersTo = new HashSet<string>[contained.Length];
        for (var index = 0; index < contained.Length; index++) Collect(contained[index], refersTo[index] = new(StringComparer.Ordinal), 0);
        foreach (var child in element.Children())
            if (child.Name != "contained") Collect(child, reached, 0);

        // What a contained resource that is reached refers to is reached as well; what refers to the resource around may stay.
        var left = Enumerable.Range(0, contained.Length).ToList();
        var outgoing = left.Where(index => refersTo[index].Contains("")).ToArray();
        for (var found = true; found;)
        {
            var now = left.Where(index => outgoing.Contains(index) || (contained[index]["id"].Text is { } id && reached.Contains(id))).ToArray();
            foreach (var index in now) reached.UnionWith(refersTo[index]);
            found = left.RemoveAll(index => now.Contains(index)) > 0;
        }

        foreach (var index in left) run.Report(contained[index], Orphan(contained[index]["id"].Text));
    }

    /// <inheritdoc/>
    public override string ToString() => "invariant dom-3: contained resources are referred to, or refer to the resource around";

    // References, canonicals and URIs that begin with '#', and what the narrative links to or shows.
    private static void Collect(Element element, HashSet<string> references, int depth)
    {
        if (element.HasValue) CollectText(element, references);
        if (depth >= 128) return;
        foreach (var child in element.Children()) Collect(child, references, depth + 1);
    }

    private static void CollectText(Element element, HashSet<string> references)
    {
        var raw = element.Raw;
        if (raw is [(byte)'"', (byte)'#', ..])
        {
            if (element.Text is { } text) references.Add(text[1..]);
        }
        else if (element.TypeName == "xhtml" && raw.Contains((byte)'#') && element.Text is { } div)
        {
            foreach (var start in new[] { "src=\"#", "href=\"#" })
            {
                for (var at = div.IndexOf(start, StringComparison.Ordinal); at >= 0; at = div.IndexOf(start, at + 1, StringComparison.Ordinal))
                {
                    var end = div.IndexOf('"', at + start.Length);
                    if (end > 0) references.Add(div[(at + start.Length)..end]);
                }
            }
        }
    }

    private static Issue Orphan(string? id) =>
        Issue.Error("invariant", "dom-3", "Nothing refers to the contained resource, and it does not refer to the resource around it.", "내부 리소스(contained)를 참조하는 곳이 없고, 감싸는 리소스를 참조하지도 않습니다.") with { Expected = $"a reference to #{id}", Found = id };
}
