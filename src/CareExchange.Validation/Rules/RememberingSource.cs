using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>A source that is asked once for each reference of a run: what it finds stays the same element, so that circles are recognised.</summary>
internal sealed class RememberingSource(IResourceSource source) : IResourceSource
{
    private readonly Dictionary<string, Element> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Element Find(string reference)
    {
        if (!_found.TryGetValue(reference, out var found)) _found[reference] = found = source.Find(reference);
        return found;
    }
}
