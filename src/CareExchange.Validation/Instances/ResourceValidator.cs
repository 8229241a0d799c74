using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Compilation;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Instances;

/// <summary>Judges resources by the definitions of their types. One instance serves all threads and keeps what it has compiled.</summary>
public sealed class ResourceValidator
{
    /// <summary>The most issues one validation lists unless told otherwise.</summary>
    public const int DefaultIssueLimit = 500;

    private readonly Schema _schema;
    private readonly RuleTreeCompiler _compiler;
    private readonly int _issueLimit;

    /// <summary>Prepares validation by a schema; types are compiled when they are first met.</summary>
    /// <param name="schema">The definitions.</param>
    /// <param name="issueLimit">The most issues one validation lists; one remark more says that there were others.</param>
    public ResourceValidator(Schema schema, int issueLimit = DefaultIssueLimit)
        : this(schema, null, issueLimit)
    {
    }

    /// <summary>The same over value sets that are already compiled elsewhere.</summary>
    /// <param name="schema">The definitions.</param>
    /// <param name="membership">Value sets over the same schema; null for an own set.</param>
    /// <param name="issueLimit">The most issues one validation lists; one remark more says that there were others.</param>
    public ResourceValidator(Schema schema, ValueSetMembership? membership, int issueLimit = DefaultIssueLimit)
    {
        _schema = schema;
        _issueLimit = issueLimit;
        _compiler = new(schema, membership ?? new ValueSetMembership(schema));
    }

    /// <summary>Reads and judges a resource.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Issues; empty where nothing is wrong. Text that is not JSON is one issue of the reader.</returns>
    public IReadOnlyList<Issue> Validate(ReadOnlyMemory<byte> json, ValidationOptions? options = null)
    {
        var outcome = FhirDocument.Parse(json, _schema);
        if (outcome.Value is not { } document) return outcome.Issues;
        using (document) return Validate(document.Root, options);
    }

    /// <summary>Judges a resource and all resources in it by base R4.</summary>
    /// <param name="resource">The root of a document, or a resource inside one; parsed with the schema this validator was made for.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>
    /// Issues with severity, rule id, FHIRPath location, line, column, expected and found, in Korean and English; empty where nothing is wrong.
    /// </returns>
    public IReadOnlyList<Issue> Validate(Element resource, ValidationOptions? options = null)
    {
        options ??= ValidationOptions.Default;
        var run = new ValidationRun(_compiler, options, options.IssueLimit ?? _issueLimit);
        if (JsonShapeRule.IsObject(resource, run) && ResourceTypeRule.Find(resource, _compiler.Find, run) is { } rules)
        {
            run.Enter(resource, isContained: false);
            Demand(options, run);
            rules.Check(resource, run);
            run.JudgeProfiles();
        }

        var issues = run.Issues;
        run.Close();
        return issues;
    }

    private static void Demand(ValidationOptions options, ValidationRun run)
    {
        foreach (var canonical in options.Profiles)
        {
            if (run.Rules.FindProfile(canonical) is { } profile && run.Frame is { } frame) MetaProfileRule.Demand(frame, profile);
            else run.Report(run.Resource, Issue.Error("not-found", "profile-unknown", "The profile is not known.", "알 수 없는 프로파일입니다.") with { Expected = canonical });
        }
    }

    /// <summary>What a type demands, or what a profile adds to its type, as text: one line for each element and rule; null where the schema has neither.</summary>
    /// <param name="name">The name of a type, or the canonical of a profile.</param>
    public string? Print(string name)
    {
        if (((IRuleSource)_compiler).FindProfile(name) is { Definition.IsConstraint: true } profile) return OverlayPrinter.Print(profile);
        return _compiler.Find(name) is { } rules ? RuleTreePrinter.Print(rules) : null;
    }
}
