using System.Text.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Definitions;

/// <summary>Turns FHIR packages (npm-shaped .tgz), or loose resources, into definition packs: facts only, no prose.</summary>
public static class PackageCompiler
{
    /// <summary>Reads the package's JSON resources and compiles what defines something; other resources are passed over.</summary>
    /// <param name="package">The bytes of the .tgz.</param>
    /// <returns>The pack with its lists in the order of their canonical URLs, so that equal packages give equal packs;
    /// or issues <c>package-archive</c>, <c>package-manifest</c>, <c>package-json</c>, <c>package-resource</c>.</returns>
    public static Outcome<DefinitionPack> Compile(ReadOnlyMemory<byte> package)
    {
        var archive = PackageArchive.Open(package);
        if (archive.Value is not { } opened) return Outcome.Failure<DefinitionPack>(archive.Issues);
        var outcome = CompileResources(opened.Name, opened.Version, opened.Definitions);
        return outcome.Value is { } pack
            ? new(pack with { FhirVersions = opened.FhirVersions, Dependencies = opened.Dependencies }, outcome.Issues)
            : outcome;
    }

    /// <summary>Compiles loose resources; those that define nothing are passed over.</summary>
    /// <param name="name">What the pack is called.</param>
    /// <param name="version">Its version.</param>
    /// <param name="jsonResources">One JSON resource each.</param>
    /// <returns>The pack of all that could be read, with an error for each that could not (<c>package-json</c>, <c>package-resource</c>).</returns>
    public static Outcome<DefinitionPack> CompileResources(string name, string version, IReadOnlyList<ReadOnlyMemory<byte>> jsonResources) =>
        CompileResources(name, version, [.. jsonResources.Select((json, index) => new PackageFile($"#{index + 1}", json))]);

    /// <summary>The same of resources that have names, which issues then tell.</summary>
    public static Outcome<DefinitionPack> CompileResources(string name, string version, IReadOnlyList<PackageFile> files)
    {
        var types = new List<TypeDefinition>();
        var parameters = new List<SearchParameterDefinition>();
        var compartments = new List<CompartmentDefinition>();
        var operations = new List<OperationDefinition>();
        var valueSets = new List<ValueSetDefinition>();
        var codeSystems = new List<CodeSystemDefinition>();
        var conceptMaps = new List<ConceptMapDefinition>();
        var issues = new List<Issue>();
        foreach (var file in files)
        {
            try
            {
                using var document = JsonDocument.Parse(file.Json);
                var json = document.RootElement;
                if (json.Text("url") is not { Length: > 0 })
                {
                    if (json.Text("resourceType") is not { } type || IsDefinition(type)) issues.Add(Broken(file, json, "a resource with a url", "url이 있는 자원"));
                    continue;
                }

                switch (json.Text("resourceType"))
                {
                    case "StructureDefinition" when json.Text("type") is null or "": issues.Add(Broken(file, json, "a StructureDefinition with a type", "type이 있는 StructureDefinition")); break;
                    case "StructureDefinition": types.Add(StructureCompiler.Type(json)); break;
                    case "SearchParameter": parameters.Add(StructureCompiler.SearchParameter(json)); break;
                    case "CompartmentDefinition": compartments.Add(StructureCompiler.Compartment(json)); break;
                    case "OperationDefinition": operations.Add(StructureCompiler.Operation(json)); break;
                    case "ValueSet": valueSets.Add(TerminologyCompiler.ValueSet(json)); break;
                    case "CodeSystem": codeSystems.Add(TerminologyCompiler.CodeSystem(json)); break;
                    case "ConceptMap": conceptMaps.Add(TerminologyCompiler.ConceptMap(json)); break;
                    default: break;
                }
            }
            catch (JsonException problem)
            {
                issues.Add(Issue.Error("structure", "package-json", $"{file.Name} is not JSON.", $"{file.Name}은(는) JSON이 아닙니다.") with
                {
                    Found = file.Name,
                    Line = (int?)problem.LineNumber + 1,
                    Column = (int?)problem.BytePositionInLine + 1,
                });
            }
            catch (InvalidOperationException)
            {
                // A string with half a surrogate pair can be tokenized, but has no text.
                issues.Add(Issue.Error("structure", "package-json", $"{file.Name} has a string that is not Unicode.", $"{file.Name}에 올바른 유니코드가 아닌 문자열이 있습니다.") with { Found = file.Name });
            }
        }

        return new(
            new DefinitionPack
            {
                Name = name,
                Version = version,
                Types = Sorted(types, type => type.Url, type => type.Version),
                SearchParameters = Errata.Apply(Sorted(parameters, parameter => parameter.Url, _ => null)),
                Compartments = Errata.Apply(Sorted(compartments, compartment => compartment.Url, _ => null)),
                Operations = Sorted(operations, operation => operation.Url, _ => null),
                ValueSets = new(Sorted(valueSets, valueSet => valueSet.Url, valueSet => valueSet.Version)),
                CodeSystems = new(Sorted(codeSystems, system => system.Url, system => system.Version)),
                ConceptMaps = new(Sorted(conceptMaps, map => map.Url, map => map.Version)),
            },
            issues);
    }

    private static bool IsDefinition(string resourceType) => resourceType is "StructureDefinition" or "ValueSet" or "CodeSystem" or "SearchParameter";

    private static Issue Broken(PackageFile file, JsonElement json, string expected, string korean) =>
        Issue.Error("required", "package-resource", $"{file.Name} is not {expected}.", $"{file.Name}은(는) {korean}이(가) 아닙니다.") with
        {
            Expected = expected,
            Found = json.Text("id") ?? file.Name,
        };

    private static T[] Sorted<T>(List<T> items, Func<T, string> url, Func<T, string?> version) =>
        [.. items.OrderBy(url, StringComparer.Ordinal).ThenBy(version, StringComparer.Ordinal)];
}
