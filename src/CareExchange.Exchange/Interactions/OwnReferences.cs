using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>References that name this server in full mean its own resources (R4 references.html#literal): they are kept as <c>Type/id</c>, so that
/// searches, compartments and consents know whom they are about, whichever address the gateway has tomorrow.</summary>
internal static class OwnReferences
{
    /// <summary>The resource with references below an address made relative; the same one where there are none, and where it is a Bundle, whose entries have addresses of their own.</summary>
    /// <param name="resource">The resource; given back where another takes its place.</param>
    /// <param name="address">The server's own address, without a slash at the end; null for none.</param>
    public static Outcome<FhirDocument> Relative(FhirDocument resource, string? address)
    {
        if (address is null || !MayName(resource.Utf8.Span, address) || resource.Root.TypeName == "Bundle") return resource;
        DocumentEdit? edit = null;
        foreach (var reference in ReferenceRewrite.References(resource.Root))
        {
            if (Relative(reference.Text, address) is { } own) (edit ??= new DocumentEdit(resource)).Replace(reference, JsonText.Quote(own));
        }

        if (edit is null) return resource;
        var read = FhirDocument.Parse(edit.Apply(), resource.Schema);
        resource.Dispose();
        return read;
    }

    /// <summary>What stands behind the server's own address; the reference as it is where it begins otherwise.</summary>
    public static string Below(string reference, string? address) =>
        address is not null && reference.Length > address.Length + 1 && reference[address.Length] == '/' && reference.StartsWith(address, StringComparison.Ordinal) ? reference[(address.Length + 1)..] : reference;

    // Looked for in the bytes first, because nearly no resource has one; a slash may be written with an escape.
    private static bool MayName(ReadOnlySpan<byte> json, string address) => json.IndexOf(Encoding.UTF8.GetBytes(address)) >= 0 || json.IndexOf("\\/"u8) >= 0;

    private static string? Relative(string? reference, string address) =>
        reference is not null && Below(reference, address) is var own && own.Length < reference.Length && char.IsAsciiLetterUpper(own[0]) && own.Contains('/') ? own : null;
}
