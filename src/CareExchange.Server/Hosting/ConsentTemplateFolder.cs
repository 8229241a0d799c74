using CareExchange.Exchange.Consent.Templates;

namespace CareExchange.Server.Hosting;

/// <summary>The consent templates that an operator added, read when the gateway starts: a wrong one is no template, and is told before anybody could agree to it.</summary>
internal static class ConsentTemplateFolder
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>Every template of the folder.</summary>
    /// <exception cref="InvalidDataException">The folder that was named is missing, or templates are wrong; the message lists all of it.</exception>
    public static IReadOnlyList<ConsentTemplate> Load(GatewayOptions options)
    {
        var folder = options.ConsentTemplatesFolder ?? Path.Combine(options.DataFolder, "consent-templates");
        if (!Directory.Exists(folder)) return options.ConsentTemplatesFolder is null ? [] : throw new InvalidDataException($"The folder of consent templates '{folder}' does not exist.");
        var templates = new List<ConsentTemplate>();
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (new FileInfo(file).Length > LargestFile)
            {
                wrong.Add($"{name}: larger than 1 MiB.");
                continue;
            }

            var read = ConsentTemplateReader.Read(File.ReadAllBytes(file));
            if (read.Value is not { } template || !read.Succeeded) wrong.AddRange(read.Issues.Select(issue => $"{name}: {issue.English} Expected: {issue.Expected}."));
            else if (templates.Any(other => (other.Id, other.Version) == (template.Id, template.Version))) wrong.Add($"{name}: {template.Id} {template.Version} stands twice.");
            else templates.Add(template);
        }

        return wrong.Count == 0 ? templates : throw new InvalidDataException($"Consent templates are wrong. {string.Join(' ', wrong)}");
    }
}
