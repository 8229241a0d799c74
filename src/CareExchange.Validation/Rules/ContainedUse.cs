using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>The quick answer for <see cref="ContainedRule"/>: one walk over the bytes that finds every contained resource referred to from outside.</summary>
internal static class ContainedUse
{
    private const int Most = 64;

    /// <summary>True where something outside of them refers to every contained resource; false says nothing.</summary>
    public static bool AreAllReferredTo(Element resource)
    {
        Span<bool> used = stackalloc bool[Most];
        used.Clear();
        var count = 0;
        foreach (var contained in resource.Children("contained"))
        {
            if (count == Most || !contained["id"].HasValue) return false;
            count++;
        }

        foreach (var child in resource.Children())
            if (child.Name != "contained") Mark(resource, child, used);
        return !used[..count].Contains(false);
    }

    // Documents are bounded in depth by their reader, so this recursion is too.
    private static void Mark(Element resource, Element element, Span<bool> used)
    {
        if (element.Kind == JsonKind.String && element.Raw is [_, (byte)'#', _, _, ..] raw) MarkOne(resource, raw[2..^1], used);
        foreach (var child in element.Children()) Mark(resource, child, used);
    }

    private static void MarkOne(Element resource, ReadOnlySpan<byte> id, Span<bool> used)
    {
        var index = 0;
        foreach (var contained in resource.Children("contained"))
        {
            if (contained["id"].Raw is [_, .. var known, _] && known.SequenceEqual(id)) used[index] = true;
            index++;
        }
    }
}
