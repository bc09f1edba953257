package deps

import "strings"

// Imitates returns the most used package that a name is one slip away from, or "".
func Imitates(eco Ecosystem, name string) string {
	s := strings.ToLower(name)
	if len(s) < 5 {
		return ""
	}
	var list []string
	switch eco {
	case NPM:
		list = mostUsedNPM[:]
	case PyPI:
		list = mostUsedPyPI[:]
	default:
		return ""
	}
	for _, p := range list {
		if s == p {
			return ""
		}
	}
	for _, p := range list {
		if len(p) >= 5 && Near(s, p) {
			return p
		}
	}
	return ""
}

// Near reports names one slip of the keyboard apart: a letter swapped with
// its neighbour, doubled, dropped, added or replaced by its look-alike; or
// the separators differ.
func Near(s, p string) bool {
	if s == strings.ReplaceAll(p, "-", "") && len(s) != len(p) {
		return true
	}
	switch len(s) - len(p) {
	case 0:
		diff := -1
		for i := range s {
			if s[i] == p[i] {
				continue
			}
			if diff < 0 {
				diff = i
				continue
			}
			return diff == i-1 && s[diff] == p[i] && s[i] == p[diff] && s[i+1:] == p[i+1:]
		}
		return diff >= 0 && (AlikeLetters(s[diff], p[diff]) || len(p) > 7 && isAlpha(s[diff]) && isAlpha(p[diff]))
	case 1:
		return oneMore(s, p)
	case -1:
		return oneMore(p, s) && len(p) > 5
	}
	return false
}

// AlikeLetters tells letters, digits and separators that the eye takes for each other.
func AlikeLetters(a, b byte) bool {
	switch string([]byte{min(a, b), max(a, b)}) {
	case "0o", "1l", "1i", "il", "nm", "uv", "vw", "_-", "-_", "3e", "5s", "ae":
		return true
	}
	return false
}

// oneMore reports that long is short with one letter more.
func oneMore(long, short string) bool {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	if long[i+1:] != short[i:] {
		return false
	}
	// A doubled letter is a slip; another letter makes a word of its own unless
	// the name is long. A version digit is often another, real package.
	doubled := i > 0 && long[i] == long[i-1] || i < len(short) && long[i] == short[i]
	return doubled || len(short) > 8 && isAlpha(long[i]) && long[i] != 's'
}

var mostUsedNPM = [...]string{"lodash", "express", "react", "react-dom", "axios", "chalk", "commander", "webpack", "typescript", "eslint", "prettier", "moment", "request", "underscore", "mongoose", "jquery", "cross-env", "dotenv", "electron", "nodemon", "socket.io", "bluebird", "puppeteer", "playwright", "discord.js", "colors", "minimist", "semver", "rimraf", "yargs", "inquirer", "passport", "jsonwebtoken", "bcrypt", "sequelize", "nodemailer", "cookie-parser", "body-parser", "babel-core", "styled-components", "ethers", "web3", "vue-router", "svelte", "angular", "tailwindcss", "postcss", "autoprefixer", "graphql", "apollo-server", "prisma", "mocha", "vitest", "cypress", "storybook", "rollup", "esbuild", "husky", "lint-staged", "winston", "morgan", "multer", "cheerio", "crypto-js", "node-fetch", "uuid"}

var mostUsedPyPI = [...]string{"requests", "numpy", "pandas", "django", "flask", "scipy", "matplotlib", "tensorflow", "pytorch", "torch", "scikit-learn", "pillow", "sqlalchemy", "beautifulsoup4", "selenium", "pytest", "urllib3", "setuptools", "cryptography", "python-dateutil", "pyyaml", "boto3", "botocore", "colorama", "fastapi", "uvicorn", "pydantic", "celery", "redis", "psycopg2", "psycopg2-binary", "jinja2", "werkzeug", "openai", "anthropic", "langchain", "transformers", "paramiko", "ansible", "keras", "opencv-python", "discord.py", "telethon", "aiohttp", "httpx", "click", "tqdm", "lxml", "poetry", "virtualenv", "jupyter", "notebook", "streamlit", "scrapy", "nltk", "spacy", "gunicorn", "pyjwt", "bcrypt", "networkx", "certifi", "charset-normalizer", "websockets", "asyncio", "typing-extensions", "packaging"}
