using System.CommandLine;
using CareExchange.Cli.Input;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Cli.Expressions;

/// <summary><c>careexchange fhirpath EXPR FILE</c>: what an expression finds in a resource.</summary>
/// <remarks>Exit code 0 where it ran, 1 where expression or resource are wrong, 2 for usage.</remarks>
internal static class FhirPathCommand
{
    public static Command Create()
    {
        var expression = new Argument<string>("expression") { Description = "The FHIRPath expression, such as \"Patient.name.given\"." };
        var file = new Argument<FileInfo>("file") { Description = "The resource, JSON or XML." };
        var command = new Command("fhirpath", "Evaluate a FHIRPath expression: prints one item a line, its type and its value.") { expression, file };
        command.SetAction(parse => Run(parse.GetRequiredValue(expression), parse.GetRequiredValue(file)));
        return command;
    }

    private static int Run(string text, FileInfo file)
    {
        var compiled = FhirPathExpression.Compile(text);
        if (compiled.Value is not { } expression) return IssueLines.Print(compiled.Issues);
        if (!file.Exists) return IssueLines.Missing(file);
        var (document, issues) = ResourceFile.Read(File.ReadAllBytes(file.FullName), Schema.R4);
        if (document is null) return IssueLines.Print(issues);
        using (document)
        {
            if (expression.Check(Schema.R4, document.Root.TypeName) is { Count: > 0 } problems) return IssueLines.Print(problems);
            var outcome = expression.TryEvaluate(new PathItem(document.Root), new FhirPathContext { Now = TimeProvider.System.GetLocalNow() });
            if (outcome.Value is not { } items) return IssueLines.Print(outcome.Issues);
            foreach (var item in items) Console.WriteLine(Line(item));
            return 0;
        }
    }

    private static string Line(PathItem item)
    {
        if (!item.IsElement) return $"{item.TypeName}\t{item.Text}";
        var element = item.Element;
        return $"{item.TypeName}\t{element.Path}\t{element.Text ?? System.Text.Encoding.UTF8.GetString(element.Raw)}";
    }
}
