namespace CareExchange.Architecture.Tests;

public class ReadmeRulesTests
{
    private const string Good = "**Knows** a\n**Refuses to know** b\n**Start at** c\n```csharp\nvar answer =\n    Ask();\n```\n";

    [Fact]
    public void Every_project_has_a_short_README_whose_example_is_executed_by_a_test() => Guard.Accepts(
        from project in Tree.Projects
        let name = $"CareExchange.{project.Name}"
        from complaint in ReadmeRules.Check(name, Tree.Read($"src/{name}/README.md"), Tree.TestSources)
        select complaint);

    [Fact]
    public void An_example_that_no_test_executes_is_refused() => Assert.Equal(
        ["CareExchange.Fhir: no test holds the README's example: var answer ="],
        ReadmeRules.Check("CareExchange.Fhir", Good, [new("CareExchange.Fhir.Tests", "ATests.cs", "var answer = Other();")]));

    [Fact]
    public void An_example_may_be_indented_differently_in_its_test() => Guard.Accepts(
        ReadmeRules.Check("CareExchange.Fhir", Good, [new("CareExchange.Fhir.Tests", "ATests.cs", "  void F()\n  {\n      var answer =\n         Ask();\n  }")]));

    [Fact]
    public void A_README_that_says_nothing_or_too_much_is_refused() => Assert.Equal(
        ["P: the README has 41 lines, the cap is 40.", "P: the README does not say **Knows**.", "P: the README does not say **Refuses to know**.", "P: the README does not say **Start at**."],
        ReadmeRules.Check("P", new string('\n', 40) + "x\n", []));
}
