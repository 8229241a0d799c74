using System.CommandLine;
using CareExchange.Cli.Input;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Conversion;

/// <summary><c>careexchange convert FILE [--to json|xml] [--output FILE]</c>: a resource in the other format, or in the one that is asked for.</summary>
/// <remarks>Exit code 0 where it was read without an error, 1 otherwise (what could be read is still written), 2 for usage.</remarks>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The resource, JSON or XML." };
        var to = new Option<string?>("--to") { Description = "json or xml; the other one unless told." };
        to.AcceptOnlyFromAmong("json", "xml");
        var output = new Option<FileInfo?>("--output", "-o") { Description = "Where it is written; the terminal unless told." };
        var command = new Command("convert", "Write a resource in the other format. Digits, ids, extensions and narrative stay as they are.") { file, to, output };
        command.SetAction(parse => Run(parse.GetRequiredValue(file), parse.GetValue(to), parse.GetValue(output)));
        return command;
    }

    private static int Run(FileInfo file, string? to, FileInfo? output)
    {
        if (!file.Exists) return IssueLines.Missing(file);
        var bytes = File.ReadAllBytes(file.FullName);
        var (document, issues) = ResourceFile.Read(bytes, Schema.R4);
        var code = IssueLines.Print(issues);
        if (document is null) return code;
        using (document)
        {
            var isXml = FhirXml.Looks(bytes);
            var toXml = to is null ? !isXml : to == "xml";
            var written = toXml ? FhirXml.Write(document.Root, isIndented: true) : isXml ? JsonLayout.Indent(document) : bytes;
            if (output is not null)
            {
                File.WriteAllBytes(output.FullName, written);
                return code;
            }

            using var terminal = Console.OpenStandardOutput();
            terminal.Write(written);
            return code;
        }
    }
}
