using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Finds the register entries (organisations, staff) whose names a plan needs.</summary>
internal static class Registers
{
    public static HashSet<string> NamedIn(IEnumerable<ParsedResource> resources)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            if (resource.Stored.Tags.Source.Length > 0) named.Add("Organization/" + resource.Stored.Tags.Source);
            Collect(resource.Root, named);
        }

        return named;
    }

    private static void Collect(Element element, HashSet<string> named)
    {
        foreach (var child in element.Children())
        {
            if (child.TypeName == "Reference")
            {
                if (References.Key(child) is { } key && IsRegister(key)) named.Add(key);
            }
            else if (!child.IsPrimitive)
            {
                Collect(child, named);
            }
        }
    }

    private static bool IsRegister(string key) =>
        key.StartsWith("Organization/", StringComparison.Ordinal) || key.StartsWith("PractitionerRole/", StringComparison.Ordinal) || key.StartsWith("Practitioner/", StringComparison.Ordinal);
}
