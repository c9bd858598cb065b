using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>Who may sign in; every change has a reason, and does what <c>/api/users</c> does.</summary>
[Requires(Access.Administer)]
internal sealed class UsersModel(UserStore users, PeopleDesk desk, CurrentSite site, Visit visit) : PageModel
{
    public ImmutableArray<User> Users { get; private set; } = [];

    /// <summary>Name of a text: what is wrong with what was sent; null: nothing.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Whom the complaint is about; empty: whoever was to be added.</summary>
    public string About { get; private set; } = "";

    /// <summary>Id and name in the reader's language.</summary>
    public IEnumerable<(string Id, string Name)> Units => site.Site.Units.Select(
        unit => (unit.Id.Value, Shell.IsChinese ? unit.Name : unit.NameEn));

    /// <summary>Words of all roles, in the order in which they may more.</summary>
    public static IEnumerable<string> Roles => Enum.GetValues<Role>().Select(RoleWords.Of);

    public Task OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? step, [FromForm] string? name, [FromForm] string[]? roles, [FromForm] string[]? units,
        [FromForm] string? password, [FromForm] string? reason, CancellationToken stop)
    {
        var (given, isRoles) = (name?.Trim() ?? "", step is "add" or "roles");
        UsersApi.Note(visit, given, isRoles ? roles ?? [] : null, units, reason);
        About = step == "add" ? "" : given;
        Complaint = string.IsNullOrWhiteSpace(reason) || reason.Length > PlanColumn.TextMax
            ? "PeopleReasonWrong"
            : (await ChangeAsync(step, given, roles ?? [], units ?? [], password, stop)).Fault is { } fault
                ? $"People-{fault}"
                : null;
        if (Complaint is null)
            return Redirect("/administration/users");
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await ShowAsync(stop);
        return Page();
    }

    private Task<PeopleOutcome> ChangeAsync(
        string? step, string name, string[] roles, string[] units, string? password, CancellationToken stop) =>
        step switch
        {
            "add" => desk.AddAsync(name, roles, units, password, stop),
            "roles" => desk.SetRolesAsync(name, roles, units, stop),
            "password" => desk.SetPasswordAsync(name, password, stop),
            "disable" => desk.SetDisabledAsync(name, isDisabled: true, stop),
            "enable" => desk.SetDisabledAsync(name, isDisabled: false, stop),
            _ => Task.FromResult(new PeopleOutcome(PeopleFault.Unknown, "")),
        };

    private async Task ShowAsync(CancellationToken stop)
    {
        Users = await users.AllAsync(stop);
        ViewData["Title"] = Texts.Get("AdminUsers");
    }
}
