namespace CareExchange.Mapping.Sources.Xml;

/// <summary>How much of a stranger's XML is read before it is refused.</summary>
internal static class XmlLimits
{
    /// <summary>Characters of the whole document, 64 Mi.</summary>
    public const int MaxCharacters = 64 * 1024 * 1024;

    /// <summary>Deepest nesting of elements; the tree that is made of them is at most twice as deep.</summary>
    public const int MaxDepth = 60;

    /// <summary>Elements of the whole document.</summary>
    public const int MaxElements = 1_000_000;

    /// <summary>Attributes of one element.</summary>
    public const int MaxAttributes = 100;
}
