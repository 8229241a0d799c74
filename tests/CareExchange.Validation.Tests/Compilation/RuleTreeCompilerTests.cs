using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Compilation;

namespace CareExchange.Validation.Tests.Compilation;

public class RuleTreeCompilerTests
{
    [Fact]
    public void Every_type_of_R4_compiles()
    {
        var compiler = new RuleTreeCompiler(Schema.R4, new ValueSetMembership(Schema.R4));

        foreach (var type in Schema.R4.Types.Where(type => type is { IsConstraint: false, IsAbstract: false }))
            Assert.NotEmpty(RuleTreePrinter.Print(compiler.Find(type.TypeName)!));
    }

    // A constraint that does not compile would silently not be asked.
    [Fact]
    public void Every_constraint_of_R4_is_an_expression_we_can_run() => Assert.Empty(
        from type in Schema.R4.Types
        where !type.IsConstraint
        from element in type.Snapshot
        from constraint in element.Constraints
        where constraint.Expression is { } text && FhirPathExpression.Compile(text).Value is null
        select $"{constraint.Key}: {constraint.Expression}");

    [Fact]
    public void Types_are_compiled_once_and_shared()
    {
        var compiler = new RuleTreeCompiler(Schema.R4, new ValueSetMembership(Schema.R4));

        var name = compiler.Find("HumanName");

        Assert.Same(name, compiler.Find("HumanName"));
        Assert.Same(name, compiler.Find("Patient")!.Content!.Children.Single(child => child.Name == "name").Type);
        Assert.Same(name, compiler.Find("Practitioner")!.Content!.Children.Single(child => child.Name == "name").Type);
    }

    [Fact]
    public void Items_that_hold_items_share_their_rules()
    {
        var compiler = new RuleTreeCompiler(Schema.R4, new ValueSetMembership(Schema.R4));

        var item = compiler.Find("Questionnaire")!.Content!.Children.Single(child => child.Name == "item").Content!.Children.Single(child => child.Name == "item");

        Assert.Same(item.Content, item.Content!.Children.Single(child => child.Name == "item").Content);
    }
}
