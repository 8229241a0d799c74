using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Extensions of an element by their URL (R4 extensibility.html).</summary>
internal static class ElementExtensions
{
    /// <summary>The extensions with this URL, in their order.</summary>
    public static IEnumerable<Element> ExtensionsOf(this Element element, string url)
    {
        foreach (var extension in element.Children("extension").ToArray())
            if (extension["url"].Text == url) yield return extension;
    }

    /// <summary>The value of the first extension with this URL; the absent element where there is none.</summary>
    public static Element ExtensionValue(this Element element, string url)
    {
        foreach (var extension in element.Children("extension"))
            if (extension["url"].Text == url) return extension["value"];
        return default;
    }

    /// <summary>True where the element has an extension with this URL.</summary>
    public static bool HasExtension(this Element element, string url)
    {
        foreach (var extension in element.Children("extension"))
            if (extension["url"].Text == url) return true;
        return false;
    }
}
