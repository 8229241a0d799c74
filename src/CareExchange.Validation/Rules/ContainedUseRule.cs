using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>dom-3, that contained resources are referred to, answered by one walk where the answer is yes.</summary>
/// <remarks>
/// As written the expression walks the whole resource four times for each contained one. A walk that finds every contained resource used
/// proves it true; where one is not found the expression itself decides.
/// </remarks>
/// <param name="expression">The constraint as published.</param>
internal sealed class ContainedUseRule(InvariantRule expression) : Rule
{
    private const int Most = 64;

    internal override PresenceProof? Prove(Func<string, bool> isType, IReadOnlyList<string> children) => expression.Prove(isType, children);

    internal override void Check(Element element, ValidationRun run)
    {
        if (!AreAllUsed(element)) expression.Check(element, run);
    }

    /// <inheritdoc/>
    public override string ToString() => expression.ToString();

    private static bool AreAllUsed(Element resource)
    {
        var count = 0;
        Span<bool> used = stackalloc bool[Most];
        used.Clear();
        foreach (var contained in resource.Children("contained"))
        {
            // What has no id cannot be referred to, and the expression does not hold it against it.
            if (count == Most) return false;
            used[count++] = !contained["id"].HasValue;
        }

        used = used[..count];
        Mark(resource, resource, -1, isRoot: true, used);
        return !used.Contains(false);
    }

    // Documents are bounded in depth by their reader, so this recursion is too.
    private static void Mark(Element root, Element parent, int inside, bool isRoot, Span<bool> used)
    {
        var contained = -1;
        foreach (var child in parent.Children())
        {
            if (child.Kind == JsonKind.String)
            {
                if (child.Raw is [_, (byte)'#', .. var rest] && Refers(child, isRoot)) MarkOne(root, child, rest[..^1], inside, used);
            }
            else if (parent == root && child.Name == "contained")
            {
                contained++;
                Mark(root, child, contained, isRoot: true, used);
                continue;
            }

            Mark(root, child, inside, isRoot: false, used);
        }
    }

    // `reference` is asked of what is below a resource, not of the resource itself.
    private static bool Refers(Element element, bool isOfResource) =>
        (element.Name == "reference" && !isOfResource) || element.TypeName is "canonical" or "uri" or "url";

    private static void MarkOne(Element root, Element from, ReadOnlySpan<byte> id, int inside, Span<bool> used)
    {
        // A bare '#' speaks of the resource around: that is how a contained one refers to its container.
        if (id.IsEmpty)
        {
            if (inside >= 0 && from.TypeName is not ("uri" or "url")) used[inside] = true;
            return;
        }

        var index = 0;
        foreach (var contained in root.Children("contained"))
        {
            if (contained["id"].Raw is [_, .. var known, _] && known.SequenceEqual(id)) used[index] = true;
            index++;
        }
    }
}
