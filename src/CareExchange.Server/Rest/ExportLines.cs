using System.Text;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>The resources of an export's file as NDJSON: with the elements asked for, deletions as the Bulk Data IG tells them.</summary>
internal sealed class ExportLines(ExportFile file, ExportResult result, Schema schema)
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    // _elements names elements of one type (Patient.name) or of every type (name).
    private readonly ResourceView _view = new(
        SummaryMode.False, [.. result.Elements.Select(element => element.Split('.', 2)).Where(parts => parts.Length == 1 || parts[0] == file.Type).Select(parts => parts[^1])]);

    /// <summary>Writes them, a line each.</summary>
    public async Task WriteAsync(Stream target, IAsyncEnumerable<IReadOnlyList<ResourceVersion>> resources, CancellationToken cancellationToken)
    {
        await foreach (var versions in resources.WithCancellation(cancellationToken))
        {
            foreach (var version in versions)
            {
                await target.WriteAsync(version.Deleted ? Deletion(version) : _view.Of(version, schema).Json, cancellationToken);

                // Never a lone byte at once: where the buffer is full it would go out while a thread waits, which the web server refuses.
                await target.WriteAsync(s_newLine, cancellationToken);
            }
        }
    }

    private static byte[] Deletion(ResourceVersion version) => Encoding.UTF8.GetBytes(
        $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"{{{version.Type}}}/{{{version.Id}}}"}}]}""");
}
