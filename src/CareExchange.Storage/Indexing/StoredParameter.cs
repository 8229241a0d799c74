using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Storage.Indexing;

/// <summary>A SearchParameter as it is stored.</summary>
/// <param name="Id">Its logical id.</param>
/// <param name="Status">Its publication status; only active ones count.</param>
/// <param name="DerivedFrom">Canonical of the parameter it is derived from, or null.</param>
/// <param name="Definition">What it says.</param>
internal sealed record StoredParameter(string Id, string Status, string? DerivedFrom, SearchParameterDefinition Definition)
{
    /// <summary>Reads a stored resource; null where it is not active, or not to be understood.</summary>
    public static StoredParameter? Read(ReadOnlyMemory<byte> json, Schema schema)
    {
        if (FhirDocument.Parse(json, schema).Value is not { } document) return null;
        using (document) return Of(document.Root) is { Status: "active" } stored ? stored : null;
    }

    /// <summary>What a resource says.</summary>
    public static StoredParameter Of(Element root) => new(
        root["id"].Text ?? "",
        root["status"].Text ?? "",
        root["derivedFrom"].Text,
        new(
            root["url"].Text ?? "",
            root["code"].Text ?? "",
            root["type"].Text ?? "",
            Texts(root, "base"),
            root["expression"].Text,
            Texts(root, "target"),
            [.. root.Children("component").ToArray().Select(part => new SearchParameterComponent(part["definition"].Text ?? "", part["expression"].Text ?? ""))]));

    private static string[] Texts(Element root, string name) => [.. root.Children(name).ToArray().Select(child => child.Text).OfType<string>()];
}
