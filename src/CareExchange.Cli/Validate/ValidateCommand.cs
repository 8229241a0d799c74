using System.CommandLine;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Cli.Validate;

/// <summary><c>careexchange validate FILE…</c>: resources against base R4 and profiles.</summary>
/// <remarks>Exit code 0 where no file has an error, 1 where one has, 2 for usage: a file or package that is not there or cannot be read.</remarks>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Resources (.json, .xml), lists of resources (.ndjson), or folders of them.", Arity = ArgumentArity.OneOrMore };
        var profiles = new Option<string[]>("--profile") { Description = "Canonical of a profile that every resource has to meet. May be repeated." };
        var packages = new Option<FileInfo[]>("--package") { Description = "A FHIR package (.tgz) with definitions. May be repeated; later ones build on earlier ones." };
        var format = new Option<string>("--format") { Description = "text, or json: one OperationOutcome a line, in the order of the resources.", DefaultValueFactory = _ => "text" };
        var language = new Option<string>("--language") { Description = "Language of the text output: en or ko.", DefaultValueFactory = _ => "en" };
        var security = new Option<bool>("--security-checks") { Description = "Refuse text that looks like HTML." };
        var examples = new Option<bool>("--no-examples") { Description = "Refuse URLs of the reserved example domains." };
        var assume = new Option<bool>("--assume-valid-references") { Description = "Take Patient/1 for a reference to a Patient without looking for it." };
        var extensions = new Option<bool>("--known-extensions") { Description = "Refuse extensions whose definition is not loaded; without it they are only remarked, modifiers excepted." };
        format.AcceptOnlyFromAmong("text", "json");
        language.AcceptOnlyFromAmong("en", "ko");
        var command = new Command("validate", "Validate resources against base R4, the profiles they name, and profiles of one's own.") { files, profiles, packages, format, language, security, examples, assume, extensions };
        command.SetAction(parse =>
        {
            if (Load(parse.GetValue(packages) ?? []) is not { } schema) return 2;
            var inputs = new ValidationInputs(parse.GetRequiredValue(files), schema);
            if (inputs.Missing is { } missing) return IssueLines.Missing(missing);
            var options = new ValidationOptions
            {
                Profiles = parse.GetValue(profiles) ?? [],
                Resources = inputs,
                ChecksSecurity = parse.GetValue(security),
                AllowsExamples = !parse.GetValue(examples),
                AssumesValidRestReferences = parse.GetValue(assume),
                ExtensionDomains = parse.GetValue(extensions) ? [] : [""],
            };
            return new ValidationReport(Console.Out, isJson: parse.GetValue(format) == "json", isKorean: parse.GetValue(language) == "ko").Write(inputs, schema, options);
        });
        return command;
    }

    private static Schema? Load(FileInfo[] packages)
    {
        var schema = Schema.Guide;
        foreach (var package in packages)
        {
            if (!package.Exists)
            {
                IssueLines.Missing(package);
                return null;
            }

            var compiled = PackageCompiler.Compile(File.ReadAllBytes(package.FullName));
            if (compiled.Value is not { } pack)
            {
                IssueLines.Print(compiled.Issues);
                return null;
            }

            (schema, var issues) = SnapshotGenerator.Layer(schema, pack);
            IssueLines.Print([.. issues.Where(issue => issue.IsError)]);
        }

        return schema;
    }
}
