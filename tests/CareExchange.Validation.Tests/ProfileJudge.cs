using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Validation.Tests;

/// <summary>R4 with profiles of a test beside it, given as differentials.</summary>
internal sealed class ProfileJudge
{
    private const string Base = "http://example.org/StructureDefinition/";
    private readonly string[] _profiles;

    /// <summary>Lays definitions over R4; each is what stands after <c>resourceType</c>, see <see cref="Profile"/>.</summary>
    public ProfileJudge(params string[] definitions)
    {
        var pack = PackageCompiler.CompileResources("test", "1", [.. definitions.Select(definition => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(definition))]).Value!;
        var (schema, issues) = SnapshotGenerator.Layer(Schema.R4, pack);
        Assert.DoesNotContain(issues, issue => issue.IsError);
        Validator = new(schema);
        _profiles = [pack.Types.First(type => definitions[0].Contains($"\"url\":\"{type.Url}\"", StringComparison.Ordinal)).Url];
    }

    public ResourceValidator Validator { get; }

    /// <summary>A profile named after its last step, on a type, with the elements of its differential.</summary>
    public static string Profile(string name, string type, string elements, string more = "") => $$$"""
        {"resourceType":"StructureDefinition","url":"{{{Base}}}{{{name}}}","name":"{{{name}}}","status":"draft","kind":"{{{(type is "Extension" or "Address" or "Quantity" ? "complex-type" : "resource")}}}","abstract":false,{{{more}}}
         "type":"{{{type}}}","baseDefinition":"http://hl7.org/fhir/StructureDefinition/{{{type}}}","derivation":"constraint","differential":{"element":[{"id":"{{{type}}}","path":"{{{type}}}"},{{{elements}}}]}}
        """;

    public IReadOnlyList<Issue> Issues(string json, ValidationOptions? options = null) =>
        Validator.Validate(Encoding.UTF8.GetBytes(json), (options ?? ValidationOptions.Default) with { Profiles = _profiles });

    /// <summary>Each error as <c>rule at location</c>.</summary>
    public string[] Errors(string json, ValidationOptions? options = null) => [.. Issues(json, options).Where(issue => issue.IsError).Select(issue => $"{issue.Rule} at {issue.Expression}")];
}
