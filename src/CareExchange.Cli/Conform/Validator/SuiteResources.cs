using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>What a case can find outside its instance: the resources loaded beside it, and instances lying in the suite's folder.</summary>
/// <remarks>An instance lies there under its reference: <c>Patient/a</c> as <c>patient-a.json</c> or <c>.xml</c>, as the suite's own runner looks for it.</remarks>
/// <param name="folder">The suite's folder; null where nothing is looked for in it.</param>
/// <param name="schema">The definitions of the run.</param>
internal sealed class SuiteResources(DirectoryInfo? folder, Schema schema) : IResourceSource
{
    private readonly Dictionary<string, Element> _byCanonical = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Element> _read = new(StringComparer.Ordinal);

    /// <summary>Adds a resource loaded beside the instance.</summary>
    public void Add(FhirDocument document)
    {
        var resource = document.Root;
        if (resource["url"].Text is not { } url) return;
        _byCanonical[url] = resource;
        if (resource["version"].Text is { } version) _byCanonical[$"{url}|{version}"] = resource;
    }

    /// <inheritdoc/>
    public Element Find(string reference)
    {
        if (_byCanonical.TryGetValue(reference, out var known)) return known;
        if (_read.TryGetValue(reference, out var read)) return read;
        return _read[reference] = Read(reference);
    }

    private Element Read(string reference)
    {
        if (folder is null) return default;

        // The suite's runner always has this one patient, with nothing in it.
        if (reference == "Patient/test") return ResourceFile.Read("""{"resourceType":"Patient"}"""u8.ToArray(), schema).Document?.Root ?? default;
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        return FromFile(reference) is { Exists: true } found ? found
            : slash > 0 ? FromFile(reference[(slash + 1)..])
            : default;
    }

    private Element FromFile(string reference)
    {
#pragma warning disable CA1308 // Files lie there in lower case.
        var name = reference.Replace('/', '-').ToLowerInvariant();
#pragma warning restore CA1308
        if (name.Length == 0 || name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) return default;
        foreach (var ending in (string[])[".json", ".xml"])
        {
            var path = Path.Combine(folder!.FullName, name + ending);
            if (File.Exists(path)) return ResourceFile.Read(File.ReadAllBytes(path), schema).Document?.Root ?? default;
        }

        return default;
    }
}
