namespace Jingu.Simulators.Tests.Bench;

/// <summary>
/// Lays a bench out as a build does, with scripts in place of gateway and aggregator: they follow the clock and answer,
/// but read nothing. The broker is the real one.
/// </summary>
internal sealed class StandIns : IDisposable
{
    private const string Clock = """
        #!/usr/bin/python3
        import json, os, re, socket, sys, threading
        from http.server import BaseHTTPRequestHandler, HTTPServer

        def follow(name, bench, step):
            host, port = bench.rsplit(':', 1)
            clock = socket.create_connection((host, int(port)))
            # Two files: one for both forgets what it has read ahead when it writes.
            said, lines = clock.makefile('r', newline='\n'), clock.makefile('w', newline='\n')
            print('hello ' + name, file=lines, flush=True)
            for line in said:
                words = line.split()
                if words[0] == 'grant':
                    if os.path.exists('die'):
                        sys.exit('the disk is on fire')
                    now = int(words[1])
                    later = 'never' if step is None else now + step
                    print('done', now, later, 0, file=lines, flush=True)
                else:
                    print('backlog', 0, file=lines, flush=True)

        """;

    private const string Edge = Clock + """
        if sys.argv[1] == '--version':
            print('jingu-edge 9.9\ndrivers: native\nmqtt: none')
        elif '--export' in sys.argv:
            pass
        elif sys.argv[1] == 'status':
            print(json.dumps({'policyVersion': 1, 'commands': []}))
        elif sys.argv[1] == 'journal':
            name = re.search(r'^gateway: (\S+)', open(sys.argv[3]).read(), re.M).group(1)
            stream = {k: 0 for k in 'lastSequence made missing acknowledged parked refused backlog'.split()}
            streams = {k: stream for k in 'samples intervals events'.split()}
            print(json.dumps({'gateway': name, 'journal': '0' * 32, 'streams': streams, 'redelivered': 0}))
        else:
            name = re.search(r'^gateway: (\S+)', open(sys.argv[3]).read(), re.M).group(1)
            print('jingu-edge ready ' + name, flush=True)
            follow(name, sys.argv[5], 300 * 10**7)
        """;

    private const string Aggregator = Clock + """
        if sys.argv[1] in ('user', 'token'):
            sys.exit(print('a-token'))
        counts = 'samplesStored samplesMissingStored intervalsStored duplicatesStored'.split()
        counts += 'redelivered parked refused bridged'.split()
        delivery = dict({k: 0 for k in counts}, store='none', streams=[])
        enforcement = {'chains': [], 'decisions': [], 'standings': []}
        answers = {'delivery': delivery, 'points': [], 'report': {'units': []}}
        answers['enforcement'] = enforcement

        class Api(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(answers[re.match(r'/api/(\w+)', self.path).group(1)]).encode())

            def do_POST(self):
                assert self.headers['Authorization'] == 'Bearer a-token'
                self.rfile.read(int(self.headers['Content-Length']))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps([{'gateway': 'gateway-1', 'version': 1}]).encode())

        listen = re.search(r'^listen: http://127.0.0.1:(\d+)', open(sys.argv[3]).read(), re.M).group(1)
        server = HTTPServer(('127.0.0.1', int(listen)), Api)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print('jingu-aggregator ready', flush=True)
        follow('aggregator', sys.argv[5], None)
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("jingu-stand-ins-").FullName;

    public StandIns()
    {
        var bench = Folder("Jingu.Simulators");
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(bench, Path.GetFileName(file)));
        Bench = Path.Combine(bench, "jingu-bench");
        Put("Jingu.Edge", "jingu-edge", Edge);
        Put("Jingu.Aggregator", "jingu-aggregator", Aggregator);
    }

    /// <summary>Path of the bench's program.</summary>
    public string Bench { get; }

    /// <summary>A path for a file of the test.</summary>
    public string PathOf(string name) => Path.Combine(_root, name);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Folder(string project) => Directory.CreateDirectory(Path.Combine(_root, project, "debug")).FullName;

    private void Put(string project, string program, string script)
    {
        var path = Path.Combine(Folder(project), program);
        File.WriteAllText(path, script);
#pragma warning disable CA1416 // The bench runs on Linux only.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
