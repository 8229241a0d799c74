namespace CareExchange.Fhir.Definitions;

/// <summary>Finds extensions by URL.</summary>
internal static class DefinitionExtensions
{
    public static string? Find(IReadOnlyList<DefinitionExtension> extensions, string url)
    {
        foreach (var extension in extensions)
        {
            if (extension.Url == url) return extension.Value;
        }

        return null;
    }
}
