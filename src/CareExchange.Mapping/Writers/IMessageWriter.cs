using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Writers;

/// <summary>A message format the other way: element tree → bytes, or issues. Made once, shared by threads; the same tree gives the same bytes.</summary>
internal interface IMessageWriter
{
    /// <summary>Writes a tree in the names by which the format's reader gives one.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="issues">Takes what cannot be written; after an error the bytes are not to be sent.</param>
    /// <returns>The bytes; without use where <paramref name="issues"/> has an error.</returns>
    byte[] Write(Element root, WriterIssues issues);
}
