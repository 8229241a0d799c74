using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Tests.Sources;

/// <summary>A source tree as lists, for assertions.</summary>
internal static class TreeReading
{
    public static List<Element> All(this Element element, string name)
    {
        List<Element> all = [];
        foreach (var child in element.Children(name)) all.Add(child);
        return all;
    }

    /// <summary>The first value along a path.</summary>
    public static Element At(this Element element, params string[] path) => path.Aggregate(element, (at, name) => at.All(name)[0]);
}
