using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>One case with everything loaded that it names.</summary>
internal sealed class ValidatorRun
{
    private readonly DirectoryInfo _folder;
    private readonly Schema _schema;
    private readonly ResourceValidator _validator;
    private readonly IReadOnlyList<(string File, FhirDocument Document)> _beside;

    private ValidatorRun(DirectoryInfo folder, Schema schema, IReadOnlyList<(string File, FhirDocument Document)> beside, string? reason)
    {
        (_folder, _schema, _beside, Reason) = (folder, schema, beside, reason);
        _validator = new(schema);
    }

    /// <summary>Why the case cannot be run; null where it can.</summary>
    public string? Reason { get; }

    /// <summary>Loads what lies beside a case.</summary>
    public static ValidatorRun Prepare(ValidatorCase test, DirectoryInfo folder, IReadOnlyList<string> files, IReadOnlyList<string> packages)
    {
        var schema = Schema.R4;
        var beside = new List<(string, FhirDocument)>();
        string? reason = null;
        foreach (var package in packages)
        {
            if (SuitePackage.Find(folder, package) is not { } file) reason ??= $"package {package} is not at hand";
            else if (PackageCompiler.Compile(File.ReadAllBytes(file.FullName)).Value is { } pack) schema = SnapshotGenerator.Layer(schema, pack).Schema;
            else reason ??= $"package {package} cannot be read";
        }

        foreach (var file in files)
        {
            var path = Path.Combine(folder.FullName, file);
            if (!File.Exists(path)) reason ??= $"{file} is missing";
            else if (ResourceFile.Read(File.ReadAllBytes(path), schema).Document is { } document) beside.Add((file, document));
            else reason ??= $"{file} cannot be read";
        }

        if (beside.Count > 0)
        {
            var compiled = PackageCompiler.CompileResources("beside", "1.0.0", [.. beside.Select(item => new PackageFile(item.Item1, item.Item2.Utf8))]);
            if (compiled.Value is { } pack) schema = SnapshotGenerator.Layer(schema, pack).Schema;
            else reason ??= $"{compiled.Issues[0].Found}: {compiled.Issues[0].English}";
        }

        return new(folder, schema, beside, reason);
    }

    /// <summary>The canonical of a definition that was loaded from a file; null where it has none.</summary>
    public string? CanonicalOf(string file)
    {
        var root = _beside.Last(item => item.File == file).Document.Root;
        return root["url"].Text is not { } url ? null : root["version"].Text is { } version ? $"{url}|{version}" : url;
    }

    /// <summary>Judges the instance.</summary>
    public IReadOnlyList<Issue> Validate(ValidatorCase test, IReadOnlyList<string> profiles, bool assumesValidRestReferences)
    {
        var resources = new SuiteResources(test.IsStandalone ? null : _folder, _schema);
        foreach (var (_, document) in _beside) resources.Add(document);
        var (instance, issues) = ResourceFile.Read(File.ReadAllBytes(Path.Combine(_folder.FullName, test.File)), _schema);
        if (instance is null) return issues;
        var options = new ValidationOptions
        {
            Profiles = profiles,
            Resources = resources,
            References = Policy(test.References),
            AssumesValidRestReferences = assumesValidRestReferences,
            ChecksSecurity = test.ChecksSecurity,
            AllowsExamples = test.AllowsExamples,
            IsForPublication = test.IsForPublication,
            ChecksContained = test.Contained != "IGNORE",
            ExtensionDomains = test.ExtensionDomains,
            RefusesExperimental = test.RefusesExperimental,
            GlobalProfiles = [.. _beside.SelectMany(item => GlobalProfiles(item.Document.Root))],
        };
        return [.. issues, .. _validator.Validate(instance.Root, options)];
    }

    // R4 implementationguide.html, global: the profiles that a guide puts on every resource of a type.
    private static IEnumerable<(string Type, string Profile)> GlobalProfiles(Element resource)
    {
        if (resource.TypeName != "ImplementationGuide") yield break;
        foreach (var global in resource.Children("global").ToArray())
            if ((global["type"].Text, global["profile"].Text) is ({ } type, { } profile)) yield return (type, profile);
    }

    private static ReferencePolicy Policy(string? name) => name switch
    {
        "CHECK_TYPE_IF_EXISTS" => ReferencePolicy.CheckTypeIfExists,
        "CHECK_EXISTS" => ReferencePolicy.CheckExists,
        "CHECK_EXISTS_AND_TYPE" => ReferencePolicy.CheckExistsAndType,
        "CHECK_VALID" => ReferencePolicy.CheckValid,
        _ => ReferencePolicy.Ignore,
    };
}
