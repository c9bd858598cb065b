"""A foreign judge: the jsonschema package holds YAML files against a JSON Schema, as editors do. One line per file."""
import json
import sys

import jsonschema
import yaml


def main(schema_file, files):
    with open(schema_file, encoding="utf-8") as text:
        schema = json.load(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for file in files:
        try:
            with open(file, encoding="utf-8") as text:
                complaint = next((error.message for error in validator.iter_errors(yaml.safe_load(text))), None)
        except yaml.YAMLError as error:
            complaint = str(error).replace("\n", " ")
        print("fits" if complaint is None else f"complains: {complaint}", flush=True)


main(sys.argv[1], sys.argv[2:])
