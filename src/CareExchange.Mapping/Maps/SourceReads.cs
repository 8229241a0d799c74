using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Which values of the message rules have read, one bit for each byte offset at which a value begins.</summary>
internal sealed class SourceReads(int length)
{
    private readonly ulong[] _bits = new ulong[(length >> 6) + 1];

    public bool Has(Element element) => (_bits[element.Start >> 6] & (1UL << (element.Start & 63))) != 0;

    /// <summary>A primitive was read.</summary>
    public void Mark(Element element)
    {
        if (element.HasValue) _bits[element.Start >> 6] |= 1UL << (element.Start & 63);
    }

    /// <summary>An element was taken with everything in it.</summary>
    public void MarkAll(Element element)
    {
        Mark(element);
        foreach (var child in element.Children()) MarkAll(child);
    }
}
