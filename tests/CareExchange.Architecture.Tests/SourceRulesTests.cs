namespace CareExchange.Architecture.Tests;

public class SourceRulesTests
{
    [Fact]
    public void Only_Hosting_names_Storage_inside_Server() => Guard.Accepts(SourceRules.OnlyHostingNamesStorage(Tree.Sources));

    [Fact]
    public void A_door_that_names_Storage_is_refused_and_Hosting_is_not()
    {
        const string text = "using CareExchange.Storage.Resources;";

        Assert.Equal(
            ["CareExchange.Server/Rest/Read.cs: only Server/Hosting may name Storage.", "CareExchange.Server/Web/Plan.razor: only Server/Hosting may name Storage."],
            SourceRules.OnlyHostingNamesStorage([
                new("CareExchange.Server", "Rest/Read.cs", text), new("CareExchange.Server", "Web/Plan.razor", "@" + text), new("CareExchange.Server", "Hosting/Join.cs", text)]));
    }

    [Fact]
    public void Every_namespace_is_its_folder_and_roots_hold_no_types() => Guard.Accepts(SourceRules.NamespaceIsFolder(Tree.Sources));

    [Theory]
    [InlineData("Face.cs", "namespace CareExchange.Fhir;\npublic sealed class Face { }", "the root namespace of a project holds no types.")]
    [InlineData("Json/Reader.cs", "namespace CareExchange.Fhir;\ninternal class Reader { }", "declares CareExchange.Fhir, its folder says CareExchange.Fhir.Json.")]
    [InlineData("Json/Reader.cs", "internal record Reader(int A);", "declares no namespace, its folder says CareExchange.Fhir.Json.")]
    [InlineData("FhirPath/Functions/Where.cs", "namespace CareExchange.Fhir.FhirPath;", "declares CareExchange.Fhir.FhirPath, its folder says CareExchange.Fhir.FhirPath.Functions.")]
    public void A_type_outside_its_folder_is_refused(string path, string text, string complaint) =>
        Assert.Equal([$"CareExchange.Fhir/{path}: {complaint}"], SourceRules.NamespaceIsFolder([new("CareExchange.Fhir", path, text)]));

    [Fact]
    public void Entry_points_and_assembly_attributes_may_lie_beside_the_project_file() => Guard.Accepts(SourceRules.NamespaceIsFolder([
        new("CareExchange.Cli", "Program.cs", "return 0;\n\nfile static class Entry { }"), new("CareExchange.Cli", "Assembly.cs", "[assembly: CLSCompliant(false)]")]));

    [Fact]
    public void The_pure_floors_have_no_tasks_no_clock_and_no_files() => Guard.Accepts(SourceRules.PureFloorsArePure(Tree.Sources));

    [Fact]
    public void A_task_on_a_pure_floor_is_refused_but_the_FHIR_Task_is_not() => Assert.Equal(
        ["CareExchange.Fhir/Json/Reader.cs: a pure floor names async."],
        SourceRules.PureFloorsArePure([
            new("CareExchange.Fhir", "Json/Reader.cs", "class Reader { async void Read() { } }"),
            new("CareExchange.Fhir", "Json/Other.cs", "class Other { string Task = \"async Task\"; } // await it"),
            new("CareExchange.Storage", "Database/Store.cs", "class Store { async void Read() { } }")]));

    [Fact]
    public void No_source_file_is_longer_than_the_cap() => Guard.Accepts(SourceRules.NoFileIsTooLong(Tree.Sources));

    [Fact]
    public void A_file_one_line_over_the_cap_is_refused()
    {
        var atCap = string.Concat(Enumerable.Repeat("\n", 400));

        Assert.Equal(
            ["CareExchange.Fhir/Json/Long.cs: 401 lines, the cap is 400."],
            SourceRules.NoFileIsTooLong([new("CareExchange.Fhir", "Json/Long.cs", atCap.Insert(0, "x\n").TrimEnd() + atCap + "x"), new("CareExchange.Fhir", "Json/Good.cs", "x" + atCap)]));
    }
}
