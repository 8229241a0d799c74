using System.CommandLine;
using System.Text;
using CareExchange.Cli.Input;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Xml;
using CareExchange.Mapping.Fml;

namespace CareExchange.Cli.Conversion;

/// <summary>
/// <c>careexchange convert FILE [--to json|xml|map] [--output FILE]</c>: a resource in the other format, or in the one that is asked for; a map in the FHIR
/// Mapping Language as StructureMap, and a StructureMap as text.
/// </summary>
/// <remarks>Exit code 0 where it was read without an error, 1 otherwise (what could be read is still written), 2 for usage.</remarks>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The resource, JSON or XML, or a map's text (.map, .fml)." };
        var to = new Option<string?>("--to") { Description = "json, xml or (for a StructureMap) map; the other one unless told: of a map's text the StructureMap as JSON." };
        to.AcceptOnlyFromAmong("json", "xml", "map");
        var output = new Option<FileInfo?>("--output", "-o") { Description = "Where it is written; the terminal unless told." };
        var command = new Command("convert", "Write a resource in the other format. Digits, ids, extensions and narrative stay as they are.") { file, to, output };
        command.SetAction(parse => Run(parse.GetRequiredValue(file), parse.GetValue(to), parse.GetValue(output)));
        return command;
    }

    private static int Run(FileInfo file, string? to, FileInfo? output)
    {
        if (!file.Exists) return IssueLines.Missing(file);
        var bytes = File.ReadAllBytes(file.FullName);
        var isMap = file.Extension is ".map" or ".fml";
        if (isMap)
        {
            var map = MapText.Read(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
            var said = IssueLines.Print(map.Issues);
            if (map.Value is not { } text) return said;
            if (to == "map") return Write(Encoding.UTF8.GetBytes(text.Printed), output);
            (bytes, to) = (text.ToStructureMap(Schema.R4), to ?? "json");
        }

        var (document, issues) = ResourceFile.Read(bytes, Schema.R4);
        var code = IssueLines.Print(issues);
        if (document is null) return code;
        using (document)
        {
            if (to == "map")
            {
                var map = MapText.Read(document.Root);
                return map.Value is { } text ? Write(Encoding.UTF8.GetBytes(text.Printed), output) : IssueLines.Print(map.Issues);
            }

            var isXml = FhirXml.Looks(bytes);
            var toXml = to is null ? !isXml : to == "xml";
            var written = toXml ? FhirXml.Write(document.Root, isIndented: true) : isXml || isMap ? JsonLayout.Indent(document) : bytes;
            Write(written, output);
            return code;
        }
    }

    private static int Write(byte[] written, FileInfo? output)
    {
        if (output is not null)
        {
            File.WriteAllBytes(output.FullName, written);
            return 0;
        }

        using var terminal = Console.OpenStandardOutput();
        terminal.Write(written);
        return 0;
    }
}
