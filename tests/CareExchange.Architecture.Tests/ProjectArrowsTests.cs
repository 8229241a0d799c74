namespace CareExchange.Architecture.Tests;

public class ProjectArrowsTests
{
    [Fact]
    public void Every_project_uses_exactly_the_projects_that_ARCHITECTURE_names()
    {
        var allowed = ProjectArrows.Parse(Tree.Read("src/ARCHITECTURE.md"));

        Assert.Equal(9, allowed.Count);
        Guard.Accepts(ProjectArrows.Check(allowed, Tree.Projects));
    }

    [Fact]
    public void An_arrow_up_or_sideways_is_refused()
    {
        var allowed = ProjectArrows.Parse(Tree.Read("src/ARCHITECTURE.md"));
        var projects = Tree.Projects.Select(project => project.Name == "Storage" ? With(project, "Exchange", "Validation") : project);

        Assert.Equal(["Storage -> Exchange is not allowed.", "Storage -> Validation is not allowed."], ProjectArrows.Check(allowed, projects));
    }

    [Fact]
    public void A_project_that_nobody_listed_is_refused()
    {
        var allowed = ProjectArrows.Parse(Tree.Read("src/ARCHITECTURE.md"));

        Assert.Equal(["Helpers is not listed in ARCHITECTURE.md."], ProjectArrows.Check(allowed, [.. Tree.Projects, new("Helpers", "<Project />")]));
    }

    [Fact]
    public void A_list_that_points_up_a_floor_is_refused_whatever_the_projects_say()
    {
        const string architecture = """
            ```arrows
            1  Terminology -> Fhir
            0  Fhir        -> Terminology
            ```
            """;

        Assert.Equal(
            ["ARCHITECTURE.md lets Fhir use Terminology, which does not stand on a lower floor."],
            ProjectArrows.Check(ProjectArrows.Parse(architecture), [With(new("Terminology", "<Project />"), "Fhir"), With(new("Fhir", "<Project />"), "Terminology")]));
    }

    private static ProjectFile With(ProjectFile project, params string[] uses)
    {
        var references = string.Concat(uses.Select(use => $"""<ItemGroup><ProjectReference Include="../CareExchange.{use}/CareExchange.{use}.csproj" /></ItemGroup>"""));
        return project with { Xml = project.Xml.Replace("<Project />", "<Project></Project>").Replace("</Project>", references + "</Project>") };
    }
}
