using System.Xml;
using System.Xml.Linq;

namespace CareExchange.Cli.Conform;

/// <summary>The XML files that suites are described in.</summary>
internal static class SuiteXml
{
    /// <summary>Loads a file, white space kept.</summary>
    /// <exception cref="InvalidDataException">It is no XML.</exception>
    public static XElement Load(FileInfo file)
    {
        try
        {
            using var reader = XmlReader.Create(file.FullName, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException problem)
        {
            throw new InvalidDataException($"{file.Name} is no XML: {problem.Message}", problem);
        }
    }
}
