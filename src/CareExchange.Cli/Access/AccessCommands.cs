using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CareExchange.Cli.Input;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Access;

/// <summary><c>careexchange staff …</c> and <c>careexchange client …</c>: who may use a gateway, while it runs or stands still.</summary>
internal static class AccessCommands
{
    private const string PasswordVariable = "CAREEXCHANGE_PASSWORD_";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    // Stands in the audit: which login of the machine it was.
    private static string By => $"operator:{Environment.UserName}";

    public static Command Staff() => new("staff", "Who may sign in at the pages.")
    {
        With(new Command("list", "Every account with the grants it holds and held."), async (_, access, cancellationToken) =>
        {
            foreach (var staff in await access.ListStaffAsync(cancellationToken))
            {
                Console.WriteLine($"{staff.Name}\t{staff.Display}\t{(staff.IsEnabled ? "enabled" : "disabled")}\t{(staff.HasSecondFactor ? "second factor" : "password only")}");
                foreach (var grant in staff.Grants)
                {
                    Console.WriteLine($"\t{grant.Role}\t{grant.OrganizationId}\t{Day(grant.From)} to {(grant.Until is { } until ? Day(until) : "open")}\tgranted by {grant.GrantedBy}{(grant.EndedBy is { } ended ? $", ended by {ended}" : "")}");
                }
            }

            return true;
        }),
        StaffSet(),
        Named("enable", "Let an account sign in again.", (access, name, cancellationToken) => access.EnableStaffAsync(name, true, By, cancellationToken)),
        Named("disable", "End an account's sessions and let it sign in no more; its history stays.", (access, name, cancellationToken) => access.EnableStaffAsync(name, false, By, cancellationToken)),
        Named("remove-second-factor", "Take the device of somebody who lost it away; their sessions end.", (access, name, cancellationToken) => access.RemoveSecondFactorAsync(name, By, cancellationToken)),
    };

    public static Command Client() => new("client", "Which machines and apps may ask for tokens.")
    {
        With(new Command("list", "Every client with what it may be granted."), async (_, access, cancellationToken) =>
        {
            foreach (var client in await access.ListClientsAsync(cancellationToken))
            {
                Console.WriteLine($"{client.Id}\t{client.Display}\t{client.OrganizationId}\t{client.Scopes}\t{(client.IsEnabled ? "enabled" : "disabled")}\t{Day(client.UpdatedAt)} by {client.UpdatedBy}");
            }

            return true;
        }),
        ClientSet(),
        ClientKeyCommands.Key(),
        ClientKeyCommands.Token(),
        Named("enable", "Give a client tokens again.", (access, id, cancellationToken) => access.EnableClientAsync(id, true, By, cancellationToken)),
        Named("disable", "Give a client no more tokens and stop those it has.", (access, id, cancellationToken) => access.EnableClientAsync(id, false, By, cancellationToken)),
    };

    private static Command StaffSet()
    {
        var name = new Argument<string>("name") { Description = $"Sign-in name. The password comes from the environment variable {PasswordVariable}name, where it is new." };
        var display = new Option<string>("--display") { Description = "Name that colleagues and the audit see.", Required = true };
        var role = new Option<string>("--role") { Description = "Role code, such as case-manager.", Required = true };
        var organization = new Option<string>("--organization") { Description = "Id of the organisation they act for.", Required = true };
        var organizationName = new Option<string>("--organization-name") { Description = "The organisation's name.", Required = true };
        var purpose = new Option<string?>("--purpose") { Description = "Why they look at records, a code of v3-ActReason; TREAT when nothing is said." };
        var fhirUser = new Option<string?>("--fhir-user") { Description = "FHIR reference of the person, such as Practitioner/kim." };
        var command = new Command("set", "Register a member of staff, or bring what is registered up to date.") { name, display, role, organization, organizationName, purpose, fhirUser };
        return With(command, async (parse, access, cancellationToken) =>
        {
            var known = parse.GetRequiredValue(name);
            var staff = new StaffOptions(
                known, parse.GetRequiredValue(display), Environment.GetEnvironmentVariable(PasswordVariable + known), parse.GetRequiredValue(role),
                parse.GetRequiredValue(organization), parse.GetRequiredValue(organizationName))
            {
                PurposeOfUse = parse.GetValue(purpose), FhirUser = parse.GetValue(fhirUser),
            };
            Console.WriteLine(await access.RegisterAsync(staff, By, cancellationToken) ? "changed" : "unchanged");
            return true;
        });
    }

    private static Command ClientSet()
    {
        var file = new Argument<FileInfo>("file") { Description = "The registration as JSON: id, display, organizationId, organizationDisplay, scopes, and jwks, redirectUris or certificates." };
        return With(new Command("set", "Register a client, or bring what is registered up to date.") { file }, async (parse, access, cancellationToken) =>
        {
            var client = JsonSerializer.Deserialize<ClientOptions>(await File.ReadAllBytesAsync(parse.GetRequiredValue(file).FullName, cancellationToken), s_json)
                ?? throw new InvalidDataException("The file holds no registration.");
            Console.WriteLine(await access.RegisterAsync(client, By, cancellationToken) ? "changed" : "unchanged");
            return true;
        });
    }

    private static Command Named(string verb, string description, Func<GatewayAccess, string, CancellationToken, Task<bool>> run)
    {
        var name = new Argument<string>("name") { Description = "Sign-in name, or client id." };
        return With(new Command(verb, description) { name }, async (parse, access, cancellationToken) =>
        {
            var changed = await run(access, parse.GetRequiredValue(name), cancellationToken);
            Console.WriteLine(changed ? "changed" : "unchanged: nobody has this name, or it is so already");
            return changed;
        });
    }

    private static Command With(Command command, Func<ParseResult, GatewayAccess, CancellationToken, Task<bool>> run) => GatewayCommand.With(command, async (parse, options, cancellationToken) =>
    {
        await using var access = await GatewayAccess.OpenAsync(options, TimeProvider.System, cancellationToken);
        return await run(parse, access, cancellationToken) ? 0 : 1;
    });

    private static string Day(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
