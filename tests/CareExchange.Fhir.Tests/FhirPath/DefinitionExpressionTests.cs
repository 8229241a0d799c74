using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

/// <summary>Every expression that the R4 definitions carry compiles, and runs on the published examples without an error.</summary>
public class DefinitionExpressionTests(ITestOutputHelper output)
{
    private static readonly FhirPathContext s_context = new() { Now = new DateTimeOffset(2026, 3, 27, 9, 0, 0, TimeSpan.FromHours(9)) };

    [Fact]
    public void Every_search_parameter_expression_compiles() => Assert.Empty(
        Schema.R4.SearchParameters
            .Where(parameter => parameter.Expression is not null)
            .Select(parameter => (parameter.Url, Outcome: FhirPathExpression.Compile(parameter.Expression!)))
            .Where(result => !result.Outcome.Succeeded)
            .Select(result => $"{result.Url}: {result.Outcome.Issues[0].English}"));

    [Fact]
    public void Every_invariant_compiles() => Assert.Empty(
        Schema.R4.Types
            .SelectMany(type => type.Snapshot)
            .SelectMany(element => element.Constraints)
            .Where(constraint => constraint.Expression is not null)
            .DistinctBy(constraint => constraint.Expression)
            .Select(constraint => (constraint.Key, Outcome: FhirPathExpression.Compile(constraint.Expression!)))
            .Where(result => !result.Outcome.Succeeded)
            .Select(result => $"{result.Key}: {result.Outcome.Issues[0].English}"));

    [Fact]
    public void Invariants_of_R4_name_only_elements_that_exist()
    {
        var complaints = Schema.R4.Types
            .Where(type => type is { IsConstraint: false, Kind: not TypeKind.Logical })
            .SelectMany(type => type.Snapshot)
            .SelectMany(element => element.Constraints.Select(constraint => (element.Path, constraint.Key, constraint.Expression)))
            .Where(constraint => constraint.Expression is not null)
            .Distinct()
            .SelectMany(constraint => FhirPathExpression.Compile(constraint.Expression!).Value!
                .Check(Schema.R4, constraint.Path.Replace("[x]", "", StringComparison.Ordinal))
                .Select(issue => $"{constraint.Key} {constraint.Path}: {issue.English}"))
            .ToList();

        // A fault of the published definitions: ChargeItemDefinition has no name.
        Assert.Equal(2, complaints.Count);
        Assert.All(complaints, complaint => Assert.StartsWith("cid-0 ChargeItemDefinition: FHIRPath expression, line 1, ", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_search_parameter_finds_elements_of_the_examples_and_never_fails()
    {
        var complaints = new List<string>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        var parameters = Schema.R4.SearchParameters
            .Where(parameter => parameter.Expression is not null)
            .Select(parameter => (parameter, Expression: FhirPathExpression.Compile(parameter.Expression!).Value!))
            .ToList();
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            var root = FhirDocument.Parse(json, Schema.R4).Value!.Root;
            foreach (var (parameter, expression) in parameters.Where(pair => pair.parameter.Base.Any(type => root.Type?.IsA(type) == true)))
            {
                var outcome = expression.TryEvaluate(new PathItem(root), s_context);
                if (outcome.Value is null) complaints.Add($"{name} {parameter.Code}: {outcome.Issues[0].English}");
                else if (outcome.Value.Count > 0) found.Add(parameter.Url);
            }
        }

        output.WriteLine($"{found.Count} of {parameters.Count} search parameters find something in the examples");
        Assert.Empty(complaints);
        Assert.True(found.Count >= 100);
    }

    [Fact]
    public void Invariants_never_fail_on_the_examples()
    {
        var complaints = new List<string>();
        var compiled = new Dictionary<string, FhirPathExpression>(StringComparer.Ordinal);
        var (checkedCount, unmet) = (0, 0);
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            var root = FhirDocument.Parse(json, Schema.R4).Value!.Root;
            Visit(root, root, root);

            void Visit(Element element, Element resource, Element rootResource)
            {
                if (element.Type?.Kind == TypeKind.Resource) resource = element;
                if (element.Node?.IsResource == true && element.Name == "resource") rootResource = element;
                var context = new FhirPathContext { Resource = resource, RootResource = rootResource };
                foreach (var constraint in (element.Definition?.Constraints ?? []).Concat(element.Type?.Root.Constraints ?? []).Where(constraint => constraint.Expression is not null).DistinctBy(constraint => constraint.Key))
                {
                    if (!compiled.TryGetValue(constraint.Expression!, out var expression))
                    {
                        compiled[constraint.Expression!] = expression = FhirPathExpression.Compile(constraint.Expression!).Value!;
                    }

                    checkedCount++;
                    var isMet = expression.Test(new PathItem(element), context, out var failure);
                    if (failure is not null) complaints.Add($"{name} {constraint.Key}: {failure.English}");
                    else if (isMet == false) unmet++;
                }

                foreach (var child in element.Children()) Visit(child, resource, rootResource);
            }
        }

        output.WriteLine($"{checkedCount} invariants checked on the examples, {unmet} not met");
        Assert.Empty(complaints);
        Assert.True(checkedCount > 100_000);
    }
}
