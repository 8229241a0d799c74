using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Compilation;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests;

/// <summary>Base R4, asked in one line.</summary>
internal static class Judge
{
    public static ResourceValidator R4 { get; } = new(Schema.R4);

    /// <summary>A run for rules that are asked one by one.</summary>
    public static ValidationRun Run() => new(new RuleTreeCompiler(Schema.R4, new ValueSetMembership(Schema.R4)), ValidationOptions.Default, issueLimit: 10);

    public static IReadOnlyList<Issue> Issues(string json, ValidationOptions? options = null) => R4.Validate(Encoding.UTF8.GetBytes(json), options);

    /// <summary>Each error as <c>rule at location</c>.</summary>
    public static string[] Errors(string json, ValidationOptions? options = null) => [.. Issues(json, options).Where(issue => issue.IsError).Select(issue => $"{issue.Rule} at {issue.Expression}")];

    /// <summary>A patient with these properties.</summary>
    public static string[] Patient(string properties, ValidationOptions? options = null) => Errors($$"""{"resourceType":"Patient",{{properties}}}""", options);
}
